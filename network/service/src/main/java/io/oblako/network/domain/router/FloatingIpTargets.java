package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what a floating IP can lead to, and through which router. */
final class FloatingIpTargets {

    private final Ports ports;
    private final Routers routers;

    FloatingIpTargets(Ports ports, Routers routers) {
        this.ports = ports;
        this.routers = routers;
    }

    /**
     * The address of a port that is meant: the one named, or the only one.
     *
     * @param floatingIp whose project the port must be of, unless an operator says so
     * @throws CloudException PORT_NOT_FOUND, BAD_REQUEST
     */
    FloatingIp.Target target(Viewer viewer, FloatingIp floatingIp, UUID portId, @Nullable Ip named) {
        if (ports.find(viewer, portId).isEmpty()) {
            throw Kind.PORT.notFound(portId);
        }
        Port port = ports.lock(portId).orElseThrow(() -> Kind.PORT.notFound(portId));
        if (!viewer.operator() && !port.project().equals(floatingIp.project())) {
            throw RouterSubnets.bad(
                    "floatingip",
                    "Cannot process floating IP association with Port %s, since that port is owned by a different tenant"
                            .formatted(portId));
        }
        if (DeviceOwner.trusted(port.deviceOwner())) {
            throw RouterSubnets.bad(
                    "floatingip", "Port %s is one of a router or of the network itself".formatted(portId));
        }
        List<Ip> four =
                port.fixedIps().stream().map(FixedIp::address).filter(Ip::four).toList();
        if (named != null) {
            if (!four.contains(named)) {
                throw RouterSubnets.bad("floatingip", "Port %s does not have fixed ip %s".formatted(portId, named));
            }
            return new FloatingIp.Target(portId, named);
        }
        if (four.isEmpty()) {
            throw RouterSubnets.bad(
                    "floatingip",
                    "Cannot add floating IP to port %s that has no fixed IPv4 addresses".formatted(portId));
        }
        if (four.size() > 1) {
            throw RouterSubnets.bad(
                    "floatingip",
                    ("Port %s has multiple fixed IPv4 addresses. Must provide a specific IPv4 address when assigning a "
                                    + "floating IP")
                            .formatted(portId));
        }
        return new FloatingIp.Target(portId, four.getFirst());
    }

    /**
     * The router that joins the subnet of the target with the external network, locked: its interfaces stay. One whose
     * interface is the subnet's gateway is preferred, because answers find their way back by it.
     *
     * @throws CloudException EXTERNAL_GATEWAY_FOR_FLOATING_IP_NOT_FOUND
     */
    Router router(FloatingIp.Target target, UUID externalNetwork) {
        Port port = ports.find(target.port()).orElseThrow(() -> Kind.PORT.notFound(target.port()));
        UUID subnet = port.fixedIps().stream()
                .filter(ip -> ip.address().equals(target.fixed()))
                .map(FixedIp::subnet)
                .findFirst()
                .orElseThrow(() -> Kind.PORT.notFound(target.port()));
        Optional<Router> leading = routers.onSubnet(subnet).stream()
                .filter(router -> leadsTo(router, externalNetwork))
                .findFirst()
                .flatMap(router -> routers.lock(router.id()))
                .filter(router -> leadsTo(router, externalNetwork));
        return leading.orElseThrow(() -> new CloudException(
                NetworkError.EXTERNAL_GATEWAY_FOR_FLOATING_IP_NOT_FOUND,
                ("External network %s is not reachable from subnet %s. Therefore, cannot associate Port %s with a "
                                + "Floating IP.")
                        .formatted(externalNetwork, subnet, target.port())));
    }

    private static boolean leadsTo(Router router, UUID network) {
        Gateway gateway = router.gateway();
        return gateway != null && Objects.equals(gateway.network(), network);
    }
}
