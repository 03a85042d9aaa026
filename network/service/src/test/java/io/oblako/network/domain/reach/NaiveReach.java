package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityRule.Direction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the model says, said again from the other end: not how a packet goes, but what must be true for it to be where it
 * is. Only for clouds such as {@link RandomTenants} makes: a guest has one router at most, and no router follows another
 * except outside. Shares no code with the model.
 */
final class NaiveReach {

    private final Map<UUID, Network> networks;
    private final Map<UUID, Subnet> subnets;
    private final NaiveRules rules;
    private final Snapshot cloud;

    NaiveReach(Snapshot cloud) {
        this.cloud = cloud;
        this.networks = byId(cloud.networks(), Network::id);
        this.subnets = byId(cloud.subnets(), Subnet::id);
        this.rules = new NaiveRules(cloud);
    }

    private static <T> Map<UUID, T> byId(List<T> all, Function<T, UUID> id) {
        return all.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    Seen seen(Port from, Packet packet) {
        if (!up(from) || !mayUse(from, packet) || !rules.out(from, packet)) {
            return Seen.LOST;
        }
        String to = packet.destination().toString();
        if (to.equals("169.254.169.254") || to.equals("255.255.255.255") || to.equals("ff02::1:2")) {
            return platform(from, packet);
        }
        boolean near = from.fixedIps().stream()
                .anyMatch(ip -> NaiveRules.contains(subnets.get(ip.subnet()).cidr(), packet.destination()));
        if (near) {
            return onNetwork(from, packet, from.network(), packet);
        }
        Router router = routerOf(from, packet.destination().version());
        if (router == null || NaiveRules.isOfLink(packet.payload())) {
            return networks.get(from.network()).external() && hasWay(from, packet) ? leaves(from, packet) : Seen.LOST;
        }
        return routed(from, packet, router);
    }

    private boolean hasWay(Port from, Packet packet) {
        boolean floating =
                cloud.floatingIps().stream().anyMatch(one -> one.address().equals(packet.destination()));
        return !floating
                && from.fixedIps().stream()
                        .map(ip -> subnets.get(ip.subnet()))
                        .anyMatch(subnet -> subnet.cidr().version() == packet.version() && subnet.gateway() != null);
    }

    private Seen platform(Port from, Packet packet) {
        boolean asks =
                packet.payload().equals(packet.version() == 4 ? new Segment(17, 68, 67) : new Segment(17, 546, 547));
        if (asks) {
            boolean answered = from.fixedIps().stream()
                    .map(ip -> subnets.get(ip.subnet()))
                    .filter(subnet -> subnet.cidr().version() == packet.version() && subnet.dhcp())
                    .anyMatch(subnet ->
                            packet.version() == 4 || subnet.addressMode().word().startsWith("dhcp"));
            return answered ? Seen.at(null, packet, null) : Seen.LOST;
        }
        boolean metadata = packet.payload() instanceof Segment segment
                && segment.protocol() == 6
                && segment.destination() == 80
                && packet.version() == 4;
        return metadata ? Seen.at(null, packet, home(from, packet)) : Seen.LOST;
    }

    private Router routerOf(Port from, int version) {
        for (var ip : from.fixedIps()) {
            Ip gateway = subnets.get(ip.subnet()).gateway();
            if (ip.address().version() == version && gateway != null) {
                Port port = port(from.network(), gateway, "network:router_interface");
                if (port == null || !port.adminStateUp()) {
                    return null;
                }
                Router router = byId(cloud.routers(), Router::id).get(UUID.fromString(port.deviceId()));
                return router.adminStateUp() ? router : null;
            }
        }
        return null;
    }

    private Port port(UUID network, Ip address, String owner) {
        return cloud.ports().stream()
                .filter(port ->
                        port.network().equals(network) && port.deviceOwner().equals(owner))
                .filter(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address)))
                .findFirst()
                .orElse(null);
    }

    private List<Port> of(Router router) {
        return cloud.ports().stream()
                .filter(port -> port.deviceId().equals(router.id().toString()))
                .toList();
    }

    private Seen routed(Port from, Packet packet, Router router) {
        Ip to = packet.destination();
        if (of(router).stream().anyMatch(port -> has(port, to))) {
            return isEcho(packet) ? Seen.at(null, packet, home(from, packet)) : Seen.LOST;
        }
        for (Port port : of(router)) {
            boolean there = port.deviceOwner().endsWith("interface")
                    && port.fixedIps().stream()
                            .anyMatch(ip ->
                                    NaiveRules.contains(subnets.get(ip.subnet()).cidr(), to));
            if (there) {
                return port.adminStateUp() ? onNetwork(from, packet, port.network(), packet) : Seen.LOST;
            }
        }
        if (to.toString().startsWith("10.77.")
                && router.routes().stream()
                        .anyMatch(route -> route.nextHop().toString().startsWith("10.0.1."))) {
            Port inside = of(router).stream()
                    .filter(port -> has(port, Ip.of("10.0.1.1")))
                    .findFirst()
                    .orElse(null);
            if (inside != null) {
                return inside.adminStateUp() ? handed(from, packet, inside.network(), Ip.of("10.0.1.10")) : Seen.LOST;
            }
        }
        return outward(from, packet, router);
    }

    /** To a guest that would have to pass it on. */
    private Seen handed(Port from, Packet packet, UUID network, Ip hop) {
        if (!networks.get(network).adminStateUp()) {
            return Seen.LOST;
        }
        return arrival(from, packet, guests(network, hop), packet);
    }

    private Seen outward(Port from, Packet packet, Router router) {
        if (router.gateway() == null) {
            return Seen.LOST;
        }
        Port gateway = of(router).stream()
                .filter(port -> port.deviceOwner().endsWith("gateway"))
                .findFirst()
                .orElseThrow();
        boolean onLink = gateway.fixedIps().stream()
                .anyMatch(ip -> NaiveRules.contains(subnets.get(ip.subnet()).cidr(), packet.destination()));
        boolean further = gateway.fixedIps().stream()
                .map(ip -> subnets.get(ip.subnet()))
                .anyMatch(subnet -> subnet.cidr().version() == packet.version() && subnet.gateway() != null);
        if (!gateway.adminStateUp() || !(onLink || further)) {
            return Seen.LOST;
        }
        Packet outer = new Packet(translated(router, packet.source()), packet.destination(), packet.payload());
        if (onLink) {
            return onNetwork(from, packet, gateway.network(), outer);
        }
        return networks.get(gateway.network()).adminStateUp() ? leaves(from, packet, outer) : Seen.LOST;
    }

    private Ip translated(Router router, Ip source) {
        for (FloatingIp floatingIp : cloud.floatingIps()) {
            if (router.id().equals(floatingIp.router()) && source.equals(floatingIp.fixed())) {
                return floatingIp.address();
            }
        }
        boolean inside = of(router).stream()
                .filter(port -> port.deviceOwner().endsWith("interface"))
                .flatMap(port -> port.fixedIps().stream())
                .anyMatch(ip -> NaiveRules.contains(subnets.get(ip.subnet()).cidr(), source));
        return inside && source.four() && router.gateway().snat()
                ? router.gateway().fixedIps().getFirst().address()
                : source;
    }

    /** The packet is on the network, for whoever has its destination there. */
    private Seen onNetwork(Port from, Packet sent, UUID network, Packet packet) {
        if (!networks.get(network).adminStateUp()) {
            return Seen.LOST;
        }
        List<Port> found = guests(network, packet.destination());
        if (!found.isEmpty()) {
            return arrival(from, sent, found, packet);
        }
        FloatingIp floatingIp = cloud.floatingIps().stream()
                .filter(one -> one.network().equals(network) && one.address().equals(packet.destination()))
                .findFirst()
                .orElse(null);
        if (floatingIp != null) {
            return NaiveRules.isOfLink(packet.payload()) ? Seen.LOST : inward(from, sent, floatingIp, packet);
        }
        for (Router router : cloud.routers()) {
            for (Port port : of(router)) {
                if (port.network().equals(network) && has(port, packet.destination())) {
                    boolean answers = port.adminStateUp() && router.adminStateUp() && isEcho(packet);
                    return answers ? Seen.at(null, packet, home(from, sent)) : Seen.LOST;
                }
            }
        }
        return networks.get(network).external() ? leaves(from, sent, packet) : Seen.LOST;
    }

    private Seen leaves(Port from, Packet packet) {
        return leaves(from, packet, packet);
    }

    private Seen leaves(Port from, Packet sent, Packet packet) {
        return Seen.at(null, packet, packet.payload().answer().isEmpty() ? null : home(from, sent));
    }

    private Seen inward(Port from, Packet sent, FloatingIp floatingIp, Packet packet) {
        Router router = byId(cloud.routers(), Router::id).get(floatingIp.router());
        if (router == null || !router.adminStateUp()) {
            return Seen.LOST;
        }
        boolean ways = of(router).stream()
                .filter(port -> port.deviceOwner().endsWith("gateway"))
                .allMatch(Port::adminStateUp);
        Packet inner = null;
        if (floatingIp.target() != null) {
            inner = new Packet(packet.source(), floatingIp.target().fixed(), packet.payload());
        } else if (packet.payload() instanceof Segment segment) {
            for (PortForwarding one : floatingIp.forwardings()) {
                int offset = segment.destination() - one.external().first();
                if (NaiveRules.NUMBERS.get(one.protocol()) == segment.protocol()
                        && offset >= 0
                        && offset < one.external().size()) {
                    Segment next = new Segment(
                            segment.protocol(), segment.source(), one.internal().first() + offset);
                    inner = new Packet(packet.source(), one.fixed(), next);
                }
            }
        }
        if (!ways || inner == null) {
            return Seen.LOST;
        }
        for (Port port : of(router)) {
            boolean there = false;
            for (var ip : port.fixedIps()) {
                there |= port.deviceOwner().endsWith("interface")
                        && NaiveRules.contains(subnets.get(ip.subnet()).cidr(), inner.destination());
            }
            if (there) {
                boolean passes =
                        port.adminStateUp() && networks.get(port.network()).adminStateUp();
                return passes
                        ? throughNat(from, sent, router, guests(port.network(), inner.destination()), inner)
                        : Seen.LOST;
            }
        }
        return Seen.LOST;
    }

    /** Who is behind the same router and keeps its own address there gets the answer from an address it did not ask. */
    private Seen throughNat(Port from, Packet sent, Router router, List<Port> candidates, Packet inner) {
        Seen seen = arrival(from, sent, candidates, inner);
        boolean neighbour = of(router).stream()
                .filter(port -> port.deviceOwner().endsWith("interface"))
                .flatMap(port -> port.fixedIps().stream())
                .anyMatch(ip -> NaiveRules.contains(subnets.get(ip.subnet()).cidr(), inner.source()));
        return neighbour && seen.answered() != null ? Seen.at(seen.port(), inner, false) : seen;
    }

    private List<Port> guests(UUID network, Ip address) {
        List<Port> there = cloud.ports().stream()
                .filter(port ->
                        port.network().equals(network) && !port.deviceOwner().startsWith("network:"))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
        List<Port> own = there.stream().filter(port -> has(port, address)).toList();
        boolean somebodys =
                cloud.ports().stream().anyMatch(port -> port.network().equals(network) && has(port, address));
        return somebodys
                ? own
                : there.stream()
                        .filter(port ->
                                port.pairs().stream().anyMatch(pair -> NaiveRules.contains(pair.address(), address)))
                        .toList();
    }

    private Seen arrival(Port from, Packet sent, List<Port> candidates, Packet packet) {
        if (candidates.isEmpty()) {
            return Seen.LOST;
        }
        Port to = candidates.getFirst();
        boolean its = !to.portSecurity()
                || has(to, packet.destination())
                || to.pairs().stream().anyMatch(pair -> NaiveRules.contains(pair.address(), packet.destination()));
        if (!up(to) || !its || !rules.in(to, packet)) {
            return Seen.LOST;
        }
        Payload back = packet.payload().answer().orElse(null);
        if (back == null) {
            return Seen.at(to.id(), packet, null);
        }
        boolean leaves = !to.filtered()
                || rules.tracked(to, Direction.INGRESS, packet)
                || rules.answersOut(to, new Packet(packet.destination(), packet.source(), back));
        return Seen.at(to.id(), packet, leaves && home(from, sent));
    }

    private boolean home(Port from, Packet sent) {
        Payload back = sent.payload().answer().orElseThrow();
        return !from.filtered()
                || rules.tracked(from, Direction.EGRESS, sent)
                || rules.answersIn(from, new Packet(sent.destination(), sent.source(), back));
    }

    private boolean up(Port port) {
        return port.adminStateUp() && networks.get(port.network()).adminStateUp();
    }

    private static boolean has(Port port, Ip address) {
        return port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address));
    }

    private static boolean mayUse(Port port, Packet packet) {
        boolean four = Stream.concat(
                        port.fixedIps().stream().map(ip -> ip.address().version()),
                        port.pairs().stream().map(pair -> pair.address().version()))
                .anyMatch(version -> version == 4);
        return !port.portSecurity()
                || has(port, packet.source())
                || port.pairs().stream().anyMatch(pair -> NaiveRules.contains(pair.address(), packet.source()))
                || (four
                        && packet.source().toString().equals("0.0.0.0")
                        && packet.destination().toString().equals("255.255.255.255")
                        && packet.payload().equals(new Segment(17, 68, 67)));
    }

    private static boolean isEcho(Packet packet) {
        return packet.payload() instanceof Message message
                && message.code() == 0
                && message.type() == (packet.version() == 4 ? 8 : 128);
    }
}
