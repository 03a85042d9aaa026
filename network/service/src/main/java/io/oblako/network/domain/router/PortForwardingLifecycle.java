package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.router.PortForwarding.Numbers;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of port forwardings. The floating IP is locked while they change.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding">Networking API: port
 *     forwarding</a>
 */
public final class PortForwardingLifecycle implements Lifecycle<PortForwarding> {

    private final PortForwardings forwardings;
    private final FloatingIps floatingIps;
    private final FloatingIpTargets targets;
    private final Changes changes;
    private final Stamp stamp;

    public PortForwardingLifecycle(
            PortForwardings forwardings,
            FloatingIps floatingIps,
            Routers routers,
            RouterInterfaces.World world,
            Changes changes,
            Stamp stamp) {
        this.forwardings = forwardings;
        this.floatingIps = floatingIps;
        this.targets = new FloatingIpTargets(world.ports(), routers);
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public PortForwarding create(Viewer viewer, Values wanted) {
        FloatingIp floatingIp = floatingIps.requireLocked(viewer, wanted.id("floatingip_id"));
        viewer.requireOwner(floatingIp, "create_floatingip_port_forwarding");
        FloatingIp.Target target = floatingIp.target();
        if (target != null) {
            throw new CloudException(
                    NetworkError.FLOATING_IP_PORT_ALREADY_ASSOCIATED,
                    "Cannot forward ports of floating IP %s (%s): it leads to port %s using fixed IP %s."
                            .formatted(floatingIp.address(), floatingIp.id(), target.port(), target.fixed()));
        }
        Standard standard = stamp.born(wanted.with("project_id", floatingIp.project()));
        PortForwarding forwarding = of(viewer, floatingIp, standard, wanted);
        UUID router = checked(floatingIp, forwarding);
        forwardings.add(forwarding);
        tell(floatingIp.leadingTo(null, router), forwarding);
        return forwarding;
    }

    /** The one place where what a request says becomes a forwarding. */
    private PortForwarding of(Viewer viewer, FloatingIp floatingIp, Standard standard, Values wanted) {
        Numbers external = numbers(wanted, "external_port");
        Numbers internal = numbers(wanted, "internal_port");
        if (internal.size() != external.size() && internal.size() != 1) {
            throw RouterSubnets.bad(
                    "port_forwarding",
                    "The internal port range %s must have as many ports as the external %s, or one"
                            .formatted(internal, external));
        }
        FloatingIp.Target target = targets.target(
                viewer, floatingIp, wanted.id("internal_port_id"), wanted.optional("internal_ip_address", Ip.class));
        return new PortForwarding(
                standard, floatingIp.id(), wanted.text("protocol"), external, target.port(), target.fixed(), internal);
    }

    /** A single number, or a range, as the request said it last. */
    private static Numbers numbers(Values wanted, String single) {
        Numbers range = wanted.optional(single + "_range", Numbers.class);
        Integer number = wanted.optional(single, Integer.class);
        if (wanted.given(single + "_range") && range != null) {
            if (wanted.given(single) && number != null && !new Numbers(number, number).equals(range)) {
                throw RouterSubnets.bad(
                        "port_forwarding", "%s and %s_range contradict each other".formatted(single, single));
            }
            return range;
        }
        if (wanted.given(single) && number != null) {
            return new Numbers(number, number);
        }
        if (range == null) {
            throw RouterSubnets.bad("port_forwarding", "%s or %s_range is required".formatted(single, single));
        }
        return range;
    }

    /** @return the router that forwards */
    private UUID checked(FloatingIp floatingIp, PortForwarding wanted) {
        for (PortForwarding other : floatingIp.forwardings()) {
            boolean clash = !other.id().equals(wanted.id())
                    && other.protocol().equals(wanted.protocol())
                    && other.external().overlaps(wanted.external());
            if (clash) {
                throw RouterSubnets.bad(
                        "port_forwarding",
                        ("A duplicate port forwarding entry with same attributes already exists, conflicting values are "
                                        + "{'floatingip_id': '%s', 'external_port': '%s', 'protocol': '%s'}")
                                .formatted(floatingIp.id(), other.external(), other.protocol()));
            }
        }
        Router router = targets.router(new FloatingIp.Target(wanted.port(), wanted.fixed()), floatingIp.network());
        boolean others =
                floatingIp.forwardings().stream().anyMatch(other -> !other.id().equals(wanted.id()));
        if (others && !Objects.equals(router.id(), floatingIp.router())) {
            throw RouterSubnets.bad(
                    "port_forwarding",
                    "The floating IP %s forwards through router %s, which does not lead to port %s"
                            .formatted(floatingIp.id(), floatingIp.router(), wanted.port()));
        }
        return router.id();
    }

    @Override
    public PortForwarding change(Viewer viewer, PortForwarding current, Values wanted) {
        viewer.requireOwner(current, "update_floatingip_port_forwarding");
        FloatingIp floatingIp = locked(current);
        PortForwarding next = of(viewer, floatingIp, stamp.changed(current.standard(), wanted), wanted);
        UUID router = checked(floatingIp, next);
        PortForwarding saved = save(next);
        tell(floatingIp.leadingTo(null, router), saved);
        return saved;
    }

    @Override
    public PortForwarding save(PortForwarding next) {
        return forwardings.save(next);
    }

    @Override
    public void delete(Viewer viewer, PortForwarding current) {
        viewer.requireOwner(current, "delete_floatingip_port_forwarding");
        FloatingIp floatingIp = locked(current);
        forwardings.remove(current);
        changes.gone(Kind.PORT_FORWARDING, current.id());
        boolean last =
                floatingIp.forwardings().stream().allMatch(each -> each.id().equals(current.id()));
        tell(floatingIp.leadingTo(null, last ? null : floatingIp.router()), null);
    }

    private FloatingIp locked(PortForwarding forwarding) {
        return floatingIps
                .lock(forwarding.floatingIp())
                .orElseThrow(() -> Kind.FLOATING_IP.notFound(forwarding.floatingIp()));
    }

    /** What it forwards is part of what the floating IP is, so its revision counts up. */
    private void tell(FloatingIp floatingIp, @Nullable PortForwarding forwarding) {
        changes.changed(floatingIps.save(stamp.touched(floatingIp)));
        if (forwarding != null) {
            changes.changed(Kind.PORT_FORWARDING, forwarding.id());
        }
    }
}
