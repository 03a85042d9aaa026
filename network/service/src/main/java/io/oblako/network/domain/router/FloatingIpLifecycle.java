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
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.DevicePorts;
import io.oblako.network.domain.port.DevicePorts.Device;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of floating IPs. The port that holds the address belongs to the owner of the external network.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips">Networking API: floating IPs</a>
 */
public final class FloatingIpLifecycle implements Lifecycle<FloatingIp> {

    private final FloatingIps floatingIps;
    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final DevicePorts devices;
    private final QosUse qos;
    private final FloatingIpTargets targets;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public FloatingIpLifecycle(
            FloatingIps floatingIps,
            Routers routers,
            RouterInterfaces.World world,
            DevicePorts devices,
            QosUse qos,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.floatingIps = floatingIps;
        this.networks = world.networks();
        this.subnets = world.subnets();
        this.ports = world.ports();
        this.devices = devices;
        this.qos = qos;
        this.targets = new FloatingIpTargets(ports, routers);
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public FloatingIp create(Viewer viewer, Values wanted) {
        Network network = networks.require(viewer, wanted.id("floating_network_id"));
        if (!network.externalTo(viewer)) {
            throw RouterSubnets.bad("floatingip", "Network %s is not a valid external network".formatted(network.id()));
        }
        Standard standard = stamp.born(wanted);
        quotas.reserve(Kind.FLOATING_IP, standard.project(), 1);
        Port own = devices.make(
                network,
                network.project(),
                new Device(DeviceOwner.FLOATING_IP, standard.id()),
                List.of(wish(network, wanted)));
        FloatingIp bare = new FloatingIp(
                standard,
                network.id(),
                own.id(),
                own.fixedIps().getFirst().address(),
                null,
                null,
                qos.checked(viewer, wanted),
                List.of(),
                null);
        FloatingIp floatingIp = associated(viewer, bare, wanted);
        floatingIps.add(floatingIp);
        tell(floatingIp, null);
        return read(floatingIp);
    }

    /** An address of IPv4: one that an operator names, one of a subnet that is named, or any. */
    private FixedIp.Wish wish(Network network, Values wanted) {
        Ip address = wanted.optional("floating_ip_address", Ip.class);
        UUID subnetId = wanted.optional("subnet_id", UUID.class);
        if (address != null || subnetId != null) {
            return new FixedIp.Wish(subnetId, address);
        }
        List<Subnet> four = subnets.of(network.id()).stream()
                .filter(subnet -> subnet.cidr().version() == 4)
                .filter(FloatingIpLifecycle::servesFloatingIps)
                .toList();
        if (four.isEmpty()) {
            throw new CloudException(
                    NetworkError.EXTERNAL_IP_ADDRESS_EXHAUSTED,
                    "Unable to find any IP address on external network %s.".formatted(network.id()));
        }
        Subnet roomy = four.stream().filter(devices::hasRoom).findFirst().orElse(four.getFirst());
        return new FixedIp.Wish(roomy.id(), null);
    }

    private static boolean servesFloatingIps(Subnet subnet) {
        return subnet.serviceTypes().isEmpty()
                || subnet.serviceTypes().stream().anyMatch(DeviceOwner.FLOATING_IP::startsWith);
    }

    /** The same, leading to what the request names. */
    private FloatingIp associated(Viewer viewer, FloatingIp before, Values wanted) {
        UUID port = wanted.optional("port_id", UUID.class);
        Ip fixed = wanted.given("fixed_ip_address") ? wanted.optional("fixed_ip_address", Ip.class) : null;
        if (port == null) {
            if (fixed != null) {
                throw RouterSubnets.bad("floatingip", "fixed_ip_address cannot be specified without a port_id");
            }
            return before.leadingTo(null, before.forwardings().isEmpty() ? null : before.router());
        }
        if (!before.forwardings().isEmpty()) {
            throw new CloudException(
                    NetworkError.FIP_IN_USE_BY_PORT_FORWARDING,
                    "Floating IP %s in use by Port Forwarding resources.".formatted(before.id()));
        }
        FloatingIp.Target target = targets.target(viewer, before, port, fixed);
        Router router = targets.router(target, before.network());
        checkAlone(before, target);
        return before.leadingTo(target, router.id());
    }

    /** An address has one floating IP on each external network. */
    private void checkAlone(FloatingIp floatingIp, FloatingIp.Target target) {
        for (FloatingIp other : floatingIps.toPorts(List.of(target.port()))) {
            boolean same = target.equals(other.target()) && other.network().equals(floatingIp.network());
            if (same && !other.id().equals(floatingIp.id())) {
                throw new CloudException(
                        NetworkError.FLOATING_IP_PORT_ALREADY_ASSOCIATED,
                        ("Cannot associate floating IP %s (%s) with port %s using fixed IP %s, as that fixed IP already has"
                                        + " a floating IP on external network %s.")
                                .formatted(
                                        floatingIp.address(),
                                        floatingIp.id(),
                                        target.port(),
                                        target.fixed(),
                                        floatingIp.network()));
            }
        }
    }

    @Override
    public FloatingIp change(Viewer viewer, FloatingIp current, Values wanted) {
        viewer.requireOwner(current, "update_floatingip");
        boolean moves = wanted.given("port_id") || wanted.given("fixed_ip_address");
        FloatingIp next = moves ? associated(viewer, current, wanted) : current;
        return read(
                save(next.with(stamp.changed(current.standard(), wanted)).withQosPolicy(qos.checked(viewer, wanted))));
    }

    /** As a change of these two attributes alone. */
    FloatingIp lead(Viewer viewer, FloatingIp current, @Nullable UUID port, @Nullable Ip fixed) {
        Map<String, @Nullable Object> where = new HashMap<>();
        where.put("port_id", port);
        where.put("fixed_ip_address", fixed);
        return save(stamp.touched(associated(viewer, current, new Values(where, where.keySet()))));
    }

    @Override
    public FloatingIp save(FloatingIp next) {
        FloatingIp before = floatingIps.find(next.id()).orElse(null);
        FloatingIp saved = floatingIps.save(next);
        tell(saved, before == null ? null : before.port());
        return saved;
    }

    @Override
    public void delete(Viewer viewer, FloatingIp current) {
        viewer.requireOwner(current, "delete_floatingip");
        floatingIps.remove(current);
        changes.gone(Kind.FLOATING_IP, current.id());
        tellPorts(current.port());
        ports.lock(current.ownPort()).ifPresent(devices::remove);
    }

    private void tell(FloatingIp floatingIp, @Nullable UUID portBefore) {
        changes.changed(floatingIp);
        if (!Objects.equals(portBefore, floatingIp.port())) {
            tellPorts(portBefore, floatingIp.port());
        }
    }

    /** Locked: who changes a port at the same moment would tell of it without the floating IP, and last. */
    private void tellPorts(@Nullable UUID... ids) {
        Stream.of(ids)
                .<UUID>mapMulti((id, next) -> {
                    if (id != null) {
                        next.accept(id);
                    }
                })
                .sorted()
                .flatMap(id -> ports.lock(id).stream())
                .forEach(changes::changed);
    }

    /** With what its port and forwardings say of it. */
    private FloatingIp read(FloatingIp written) {
        return floatingIps.find(written.id()).orElse(written);
    }
}
