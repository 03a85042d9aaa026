package io.oblako.network.domain.router;

import io.oblako.network.domain.port.FixedIp;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A router's way to the outside.
 *
 * @param network an external one
 * @param port the router's port on it, {@code network:router_gateway}
 * @param snat whether what has no floating IP goes out under the router's address
 * @param fixedIps the addresses of the port
 */
public record Gateway(UUID network, UUID port, boolean snat, List<FixedIp> fixedIps) {

    public Gateway {
        fixedIps = List.copyOf(fixedIps);
    }

    /**
     * What a request wants of a gateway.
     *
     * @param snat absent when nothing was said of it
     * @param fixedIps absent when nothing was said of them
     */
    public record Wish(
            UUID network, @Nullable Boolean snat, @Nullable List<FixedIp.Wish> fixedIps) {

        public Wish {
            fixedIps = fixedIps == null ? null : List.copyOf(fixedIps);
        }

        /** As it is. */
        public static @Nullable Wish of(@Nullable Gateway gateway) {
            return gateway == null
                    ? null
                    : new Wish(
                            gateway.network,
                            gateway.snat,
                            gateway.fixedIps.stream().map(FixedIp.Wish::of).toList());
        }
    }
}
