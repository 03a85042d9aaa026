package io.oblako.network.domain.router;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address of an external network that leads to one address of a port, or port by port to several.
 *
 * @param network the external one
 * @param ownPort the port that holds the address there, {@code network:floatingip}
 * @param target absent while it leads nowhere, or while only single numbers of it do
 * @param router the one that translates; absent while nothing does
 * @param qosPolicy absent for the one of the port or the network
 * @param forwardings oldest first; written by themselves
 * @param targetPort the port it leads to, as it was when this was read
 */
public record FloatingIp(
        Standard standard,
        UUID network,
        UUID ownPort,
        Ip address,
        @Nullable Target target,
        @Nullable UUID router,
        @Nullable UUID qosPolicy,
        List<PortForwarding> forwardings,
        @Nullable Port targetPort)
        implements Resource<FloatingIp> {

    /** What a floating IP leads to: an address of a port. */
    public record Target(UUID port, Ip fixed) {}

    public FloatingIp {
        forwardings = List.copyOf(forwardings);
    }

    @Override
    public FloatingIp with(Standard next) {
        return new FloatingIp(next, network, ownPort, address, target, router, qosPolicy, forwardings, targetPort);
    }

    /** The same leading to something else, or to nothing, through this router. */
    FloatingIp leadingTo(@Nullable Target next, @Nullable UUID through) {
        return new FloatingIp(standard, network, ownPort, address, next, through, qosPolicy, forwardings, null);
    }

    /** The same with what other tables say of it. */
    public FloatingIp with(List<PortForwarding> forwards, @Nullable Port leadsTo) {
        return new FloatingIp(standard, network, ownPort, address, target, router, qosPolicy, forwards, leadsTo);
    }

    FloatingIp withQosPolicy(@Nullable UUID next) {
        return new FloatingIp(standard, network, ownPort, address, target, router, next, forwardings, targetPort);
    }

    public String status() {
        return router == null ? "DOWN" : "ACTIVE";
    }

    public @Nullable UUID port() {
        Target to = target;
        return to == null ? null : to.port;
    }

    public @Nullable Ip fixed() {
        Target to = target;
        return to == null ? null : to.fixed;
    }
}
