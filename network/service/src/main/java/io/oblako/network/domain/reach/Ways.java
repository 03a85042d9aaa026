package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.HostRoute;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.Router;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where hosts and routers send a packet next: the longest prefix wins. */
final class Ways {

    private static final Cidr ALL_FOUR = Cidr.of("0.0.0.0/0");
    private static final Cidr ALL_SIX = Cidr.of("::/0");

    private final Topology topology;

    Ways(Topology topology) {
        this.topology = topology;
    }

    /**
     * A way of a router.
     *
     * @param hop absent when the destination is on the link itself
     * @param out the router's port to send it by
     */
    record Way(Cidr prefix, @Nullable Ip hop, Port out) {

        private boolean direct() {
            return hop == null;
        }
    }

    private List<Subnet> subnets(Port port, int version) {
        return port.fixedIps().stream()
                .filter(ip -> ip.address().version() == version)
                .map(FixedIp::subnet)
                .distinct()
                .flatMap(id -> topology.subnet(id).stream())
                .toList();
    }

    /**
     * The address that the port hands packets for the destination to: the destination itself on its own subnets, else
     * that of a host route or of the gateway. Empty when it knows none.
     */
    Optional<Ip> fromHost(Port port, Ip destination) {
        List<Subnet> subnets = subnets(port, destination.version());
        if (subnets.stream().anyMatch(subnet -> subnet.cidr().contains(destination))) {
            return Optional.of(destination);
        }
        Optional<Ip> byRoute = subnets.stream()
                .flatMap(subnet -> subnet.hostRoutes().stream())
                .filter(route -> route.destination().contains(destination))
                .max(Comparator.comparing(route -> route.destination().length()))
                .map(HostRoute::nextHop);
        return byRoute.or(() -> subnets.stream()
                .flatMap(subnet -> Optional.ofNullable(subnet.gateway()).stream())
                .findFirst());
    }

    /** Empty when the router knows none. A route whose next hop is on no link of the router is none. */
    Optional<Way> fromRouter(Router router, List<Port> ports, Ip destination) {
        List<Way> links = new ArrayList<>();
        for (Port port : ports) {
            subnets(port, destination.version()).forEach(subnet -> links.add(new Way(subnet.cidr(), null, port)));
        }
        List<Way> ways = new ArrayList<>(links);
        for (ExtraRoute route : router.routes()) {
            link(links, route.nextHop()).ifPresent(out -> ways.add(new Way(route.destination(), route.nextHop(), out)));
        }
        for (Port port : ports) {
            if (port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY)) {
                subnets(port, destination.version()).stream()
                        .flatMap(subnet -> Optional.ofNullable(subnet.gateway()).stream())
                        .forEach(hop -> ways.add(new Way(destination.four() ? ALL_FOUR : ALL_SIX, hop, port)));
            }
        }
        return ways.stream()
                .filter(way -> way.prefix.contains(destination))
                .max(Comparator.<Way>comparingInt(way -> way.prefix.length()).thenComparing(Way::direct));
    }

    private static Optional<Port> link(List<Way> links, Ip hop) {
        return links.stream()
                .filter(link -> link.prefix.contains(hop))
                .max(Comparator.comparingInt(link -> link.prefix.length()))
                .map(Way::out);
    }
}
