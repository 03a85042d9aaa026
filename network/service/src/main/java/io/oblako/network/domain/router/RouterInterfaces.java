package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Ipv6Mode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Joins subnets to routers, and parts them.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#add-interface-to-router">Networking API: add interface to
 *     router</a>
 */
public final class RouterInterfaces {

    private final Routers routers;
    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final DevicePorts devices;
    private final FloatingIps floatingIps;
    private final Changes changes;
    private final Stamp stamp;
    private final RouterSubnets joined;

    /** What routers lead to. */
    public record World(Networks networks, Subnets subnets, Ports ports) {}

    public RouterInterfaces(
            Routers routers, World world, DevicePorts devices, FloatingIps floatingIps, Changes changes, Stamp stamp) {
        this.routers = routers;
        this.networks = world.networks;
        this.subnets = world.subnets;
        this.ports = world.ports;
        this.devices = devices;
        this.floatingIps = floatingIps;
        this.changes = changes;
        this.stamp = stamp;
        this.joined = new RouterSubnets(ports, subnets);
    }

    /** A port of a router and those of its subnets that a request was about. */
    public record Joint(Port port, List<UUID> subnets) {
        public Joint {
            subnets = List.copyOf(subnets);
        }
    }

    /**
     * Joins a subnet at its gateway's address, which is its network's owner's to give. Others join a port of theirs.
     *
     * @param router locked
     * @throws CloudException when the subnet has no gateway, overlaps with another, or somebody has the address
     */
    public Joint addSubnet(Viewer viewer, Router router, UUID id) {
        viewer.requireOwner(router, "add_router_interface");
        Subnet subnet = subnets.require(viewer, id);
        Network network = usable(viewer, subnet.network(), Kind.SUBNET.notFound(id));
        viewer.requireOwner(network, "add_router_interface:gateway"); // Or a guest of the network became its router.
        Ip gateway = subnet.gateway();
        if (gateway == null) {
            throw RouterSubnets.bad("router", "Subnet for router interface must have a gateway IP");
        }
        checkAdvertised(subnet);
        RouterSubnets.checkDistinct(joined.joined(router.id()), List.of(subnet));
        FixedIp.Wish wish = new FixedIp.Wish(subnet.id(), gateway);
        Port port = six(router, subnet)
                .map(face -> devices.readdress(network, face, with(face, wish)))
                .orElseGet(() -> devices.make(network, router.project(), device(router), List.of(wish)));
        touch(router);
        return new Joint(port, List.of(subnet.id()));
    }

    /** All IPv6 subnets of a network share one port: routers announce them together. */
    private Optional<Port> six(Router router, Subnet subnet) {
        if (subnet.cidr().version() == 4) {
            return Optional.empty();
        }
        return joined.interfaces(router.id()).stream()
                .filter(port -> port.network().equals(subnet.network()))
                .filter(port ->
                        port.fixedIps().stream().allMatch(ip -> !ip.address().four()))
                .findFirst()
                .flatMap(port -> ports.lock(port.id()));
    }

    private static List<FixedIp.Wish> with(Port port, FixedIp.Wish more) {
        List<FixedIp.Wish> wishes =
                new ArrayList<>(port.fixedIps().stream().map(FixedIp.Wish::of).toList());
        wishes.add(more);
        return wishes;
    }

    private static Device device(Router router) {
        return new Device(DeviceOwner.ROUTER_INTERFACE, router.id());
    }

    /**
     * Joins the subnets of a port that nothing has yet; it is the router's from now on.
     *
     * @param router locked
     */
    public Joint addPort(Viewer viewer, Router router, UUID id) {
        viewer.requireOwner(router, "add_router_interface");
        Port port = ports.requireLocked(viewer, id);
        viewer.requireOwner(port, "add_router_interface");
        if (!port.deviceId().isEmpty() || port.deviceOwner().equals(DeviceOwner.SUB_PORT)) {
            throw new CloudException(
                    NetworkError.PORT_IN_USE,
                    "Unable to complete operation on port %s for network %s. Port already has an attached device %s."
                            .formatted(port.id(), port.network(), port.deviceId()));
        }
        usable(viewer, port.network(), Kind.PORT.notFound(id));
        List<Subnet> wanted =
                subnets.all(port.fixedIps().stream().map(FixedIp::subnet).toList());
        if (wanted.isEmpty()) {
            throw RouterSubnets.bad("router", "Router port must have at least one fixed IP");
        }
        if (wanted.stream().filter(subnet -> subnet.cidr().version() == 4).count() > 1
                || port.fixedIps().stream().filter(ip -> ip.address().four()).count() > 1) {
            throw RouterSubnets.bad("router", "Cannot have multiple IPv4 subnets on router port");
        }
        wanted.forEach(RouterInterfaces::checkAdvertised);
        RouterSubnets.checkDistinct(joined.joined(router.id()), wanted);
        Port taken = devices.take(port, device(router));
        touch(router);
        return new Joint(taken, wanted.stream().map(Subnet::id).toList());
    }

    /** Only who owns a network, or may make ports on it, puts a router there. */
    private Network usable(Viewer viewer, UUID id, CloudException absent) {
        Network network = networks.find(viewer, id).orElseThrow(() -> absent);
        if (!viewer.operator() && !viewer.owns(network) && !network.sharedWith(viewer)) {
            throw Viewer.notAllowed("add_router_interface");
        }
        return network;
    }

    private static void checkAdvertised(Subnet subnet) {
        Ipv6Mode address = subnet.addressMode();
        if (address != null && subnet.raMode() == null) {
            throw RouterSubnets.bad(
                    "router",
                    "IPv6 subnet %s configured to receive RAs from an external router cannot be added to Neutron Router"
                            .formatted(subnet.id()));
        }
    }

    /**
     * Parts what a port joins, or one subnet of it.
     *
     * @param router locked
     * @param portId absent when only the subnet was named
     * @param subnetId absent when only the port was named
     */
    public Joint remove(Viewer viewer, Router router, @Nullable UUID portId, @Nullable UUID subnetId) {
        viewer.requireOwner(router, "remove_router_interface");
        Port port = found(router, portId, subnetId);
        List<UUID> parted = portId == null && subnetId != null
                ? List.of(subnetId)
                : port.fixedIps().stream().map(FixedIp::subnet).toList();
        checkUnused(router, parted);
        List<FixedIp.Wish> rest = port.fixedIps().stream()
                .filter(ip -> !parted.contains(ip.subnet()))
                .map(FixedIp.Wish::of)
                .toList();
        Port locked = ports.lock(port.id()).orElseThrow(() -> Kind.PORT.notFound(port.id()));
        if (rest.isEmpty()) {
            devices.remove(locked);
        } else {
            Network network = networks.find(port.network()).orElseThrow(() -> Kind.NETWORK.notFound(port.network()));
            devices.readdress(network, locked, rest);
        }
        touch(router);
        return new Joint(port, parted);
    }

    private Port found(Router router, @Nullable UUID portId, @Nullable UUID subnetId) {
        List<Port> faces = joined.interfaces(router.id());
        if (portId == null) {
            return faces.stream()
                    .filter(port ->
                            port.fixedIps().stream().anyMatch(ip -> ip.subnet().equals(subnetId)))
                    .findFirst()
                    .orElseThrow(() -> new CloudException(
                            NetworkError.ROUTER_INTERFACE_NOT_FOUND_FOR_SUBNET,
                            "Router %s has no interface on subnet %s.".formatted(router.id(), subnetId)));
        }
        Port port = faces.stream()
                .filter(face -> face.id().equals(portId))
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        NetworkError.ROUTER_INTERFACE_NOT_FOUND,
                        "Router %s does not have an interface with id %s.".formatted(router.id(), portId)));
        if (subnetId != null
                && port.fixedIps().stream().noneMatch(ip -> ip.subnet().equals(subnetId))) {
            throw new CloudException(
                    NetworkError.SUBNET_MISMATCH_FOR_PORT,
                    "Subnet on port %s does not match the requested subnet %s.".formatted(portId, subnetId));
        }
        return port;
    }

    private void checkUnused(Router router, List<UUID> parted) {
        List<Subnet> leaving = subnets.all(parted);
        for (Subnet subnet : leaving) {
            boolean routed =
                    router.routes().stream().anyMatch(route -> subnet.cidr().contains(route.nextHop()));
            if (routed) {
                throw inUse(NetworkError.ROUTER_INTERFACE_IN_USE_BY_ROUTE, subnet, router, "routes");
            }
            boolean leadsThere = floatingIps.through(router.id()).stream().anyMatch(ip -> leads(ip, subnet));
            if (leadsThere) {
                throw inUse(NetworkError.ROUTER_INTERFACE_IN_USE_BY_FLOATING_IP, subnet, router, "floating IPs");
            }
        }
    }

    private static boolean leads(FloatingIp floatingIp, Subnet subnet) {
        Ip fixed = floatingIp.fixed();
        return (fixed != null && subnet.cidr().contains(fixed))
                || floatingIp.forwardings().stream()
                        .anyMatch(to -> subnet.cidr().contains(to.fixed()));
    }

    private static CloudException inUse(NetworkError error, Subnet subnet, Router router, String by) {
        return new CloudException(
                error,
                "Router interface for subnet %s on router %s cannot be deleted, as it is required by one or more %s."
                        .formatted(subnet.id(), router.id(), by));
    }

    /** Its interfaces are part of what the router is, so its revision counts up. */
    private void touch(Router router) {
        changes.changed(routers.save(stamp.touched(router)));
    }
}
