package io.oblako.network.domain.port;

import io.oblako.network.domain.address.Ip;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One address of a port. */
public record FixedIp(UUID subnet, Ip address) {

    /** One address that a request wants: in a subnet, or this one, or both. */
    public record Wish(@Nullable UUID subnet, @Nullable Ip address) {
        public static Wish of(FixedIp has) {
            return new Wish(has.subnet, has.address);
        }
    }
}
