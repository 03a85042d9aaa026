package io.oblako.network.domain.router;

import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortTie;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A floating IP leads nowhere when its port goes, or the address of it. */
public final class FloatingIpTie implements PortTie {

    private final FloatingIps floatingIps;
    private final PortForwardings forwardings;
    private final Changes changes;
    private final Stamp stamp;

    public FloatingIpTie(FloatingIps floatingIps, PortForwardings forwardings, Changes changes, Stamp stamp) {
        this.floatingIps = floatingIps;
        this.forwardings = forwardings;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public void leaving(Port port) {
        losing(port, port.fixedIps().stream().map(FixedIp::address).collect(Collectors.toSet()));
    }

    @Override
    public void losing(Port port, Set<Ip> addresses) {
        for (PortForwarding forwarding : forwardings.toPort(port.id())) {
            if (addresses.contains(forwarding.fixed())) {
                forwardings.remove(forwarding);
                changes.gone(Kind.PORT_FORWARDING, forwarding.id());
                floatingIps.find(forwarding.floatingIp()).ifPresent(this::forwardsLess);
            }
        }
        for (FloatingIp floatingIp : floatingIps.toPorts(List.of(port.id()))) {
            Ip fixed = floatingIp.fixed();
            if (fixed != null && addresses.contains(fixed)) {
                save(floatingIp.leadingTo(null, null));
            }
        }
    }

    private void forwardsLess(FloatingIp floatingIp) {
        save(floatingIp.leadingTo(null, floatingIp.forwardings().isEmpty() ? null : floatingIp.router()));
    }

    private void save(FloatingIp next) {
        changes.changed(floatingIps.save(stamp.touched(next)));
    }
}
