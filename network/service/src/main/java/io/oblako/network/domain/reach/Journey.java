package io.oblako.network.domain.reach;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Hop.Across;
import io.oblako.network.domain.reach.Hop.AtPort;
import io.oblako.network.domain.reach.Hop.Outside;
import io.oblako.network.domain.reach.Hop.Platform;
import io.oblako.network.domain.reach.Hop.Through;
import io.oblako.network.domain.reach.Hop.Translated;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Verdict.Answer;
import io.oblako.network.domain.reach.Ways.Way;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityRule.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One packet on its way, for one thread. */
final class Journey {

    /** Networks that a packet crosses at most: more than a cloud's routers stand in a row. */
    private static final int MOST_NETWORKS = 16;

    private final Topology topology;
    private final Predicate<Resource<?>> told;
    private final GroupFilter filter;
    private final Ways ways;
    private final Translation translation;

    private final Packet sent;
    private final List<Hop> path = new ArrayList<>();
    private Packet packet;
    private @Nullable Port origin;
    private @Nullable Router inwardBy;
    private @Nullable Ruling egress;
    private @Nullable Ruling ingress;
    private int crossed;

    /** @param told ports and floating IPs of which more may be told than that they are there */
    Journey(Topology topology, Predicate<Resource<?>> told, Packet packet) {
        this.topology = topology;
        this.told = told;
        this.filter = new GroupFilter(topology);
        this.ways = new Ways(topology);
        this.translation = new Translation(topology);
        this.sent = packet;
        this.packet = packet;
    }

    Verdict fromPort(Port port) {
        origin = port;
        path.add(new AtPort(port));
        if (!port.adminStateUp()) {
            return end(Outcome.PORT_DOWN);
        }
        Network network = known(port.network());
        if (!network.adminStateUp()) {
            return end(Outcome.NETWORK_DOWN);
        }
        if (!AddressGuard.maySend(port, packet)) {
            return end(Outcome.SOURCE_NOT_OWN);
        }
        Ruling out = filter.judge(port, Direction.EGRESS, packet);
        egress = out;
        if (!out.passes()) {
            return end(Outcome.of(out.ground(), true));
        }
        if (packet.asksForAddress() || packet.destination().equals(Packet.PLATFORM)) {
            return toPlatform(port);
        }
        Optional<Ip> hop = ways.fromHost(port, packet.destination());
        if (hop.isPresent()) {
            return across(network, hop.get());
        }
        boolean speaks = port.fixedIps().stream().anyMatch(ip -> ip.address().version() == packet.version());
        return end(speaks ? Outcome.NO_GATEWAY : Outcome.NO_ADDRESS);
    }

    /** DHCP answers for the subnets of the port that want it to, metadata on every network. */
    private Verdict toPlatform(Port port) {
        path.add(new Platform());
        boolean answers = packet.asksForAddress()
                ? port.fixedIps().stream()
                        .filter(ip -> ip.address().version() == packet.version())
                        .flatMap(ip -> topology.subnet(ip.subnet()).stream())
                        .anyMatch(Subnet::answersDhcp)
                : packet.asksForMetadata();
        return end(answers ? Outcome.ANSWERED_BY_PLATFORM : Outcome.PLATFORM_ANSWERS_NOT);
    }

    /** @param network an external or provider network that it comes in by, for an address on it */
    Verdict fromOutside(Network network) {
        path.add(new Outside());
        return across(network, packet.destination());
    }

    /** @param gateway port of a router that the outside has routes by */
    Verdict fromOutside(Network network, Port gateway) {
        path.add(new Outside());
        path.add(new Across(network, null));
        return network.adminStateUp() ? into(gateway) : end(Outcome.NETWORK_DOWN);
    }

    Verdict noWayIn() {
        path.add(new Outside());
        return end(Outcome.NO_WAY_IN);
    }

    private Verdict end(Outcome outcome) {
        Answer answer = outcome.allowed() && outcome != Outcome.OUT_OF_SIGHT ? answer() : null;
        return new Verdict(outcome, sent, packet, egress, ingress, answer, path);
    }

    /** To whoever has the next address on the network. */
    private Verdict across(Network network, Ip hop) {
        path.add(new Across(network, subnetOf(network, hop)));
        if (++crossed > MOST_NETWORKS) {
            return end(Outcome.TOO_MANY_ROUTERS);
        }
        if (!network.adminStateUp()) {
            return end(Outcome.NETWORK_DOWN);
        }
        List<Port> holders = topology.holders(network.id(), hop);
        if (holders.isEmpty()) {
            if (leadsOutside(network)) {
                return outside(network);
            }
            return end(hop.equals(packet.destination()) ? Outcome.NOBODY_HAS_IT : Outcome.NO_NEXT_HOP);
        }
        Port holder = holders.getFirst();
        return switch (holder.deviceOwner()) {
            case DeviceOwner.ROUTER_INTERFACE, DeviceOwner.ROUTER_GATEWAY -> into(holder);
            case DeviceOwner.FLOATING_IP -> toFloatingIp(hop);
            default -> at(holder);
        };
    }

    private @Nullable Subnet subnetOf(Network network, Ip ip) {
        return network.subnets().stream()
                .flatMap(id -> topology.subnet(id).stream())
                .filter(subnet -> subnet.cidr().contains(ip))
                .findFirst()
                .orElse(null);
    }

    private static boolean leadsOutside(Network network) {
        return network.external() || network.provider().physicalNetwork() != null;
    }

    /** Outside, the addresses of all external networks are known. */
    private Verdict outside(Network from) {
        path.add(new Outside());
        Optional<FloatingIp> elsewhere = topology.floatingIp(packet.destination())
                .filter(floatingIp -> !floatingIp.network().equals(from.id()));
        return elsewhere.isPresent()
                ? across(known(elsewhere.get().network()), packet.destination())
                : end(Outcome.LEAVES_THE_CLOUD);
    }

    private Verdict toFloatingIp(Ip address) {
        Optional<FloatingIp> asked = topology.floatingIp(address);
        if (asked.filter(told.negate()).isPresent()) {
            return end(Outcome.OUT_OF_SIGHT);
        }
        Optional<Port> gateway = asked.map(FloatingIp::router).flatMap(topology::router).stream()
                .flatMap(found -> topology.portsOf(found).stream())
                .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY))
                .findFirst();
        return gateway.isPresent() ? into(gateway.get()) : end(Outcome.FLOATING_IP_LEADS_NOWHERE);
    }

    private Verdict into(Port port) {
        Router router = topology.router(UUID.fromString(port.deviceId()))
                .orElseThrow(() -> new IllegalStateException("a router's port without its router"));
        path.add(new Through(router));
        if (!port.adminStateUp()) {
            return end(Outcome.INTERFACE_DOWN);
        }
        if (!router.adminStateUp()) {
            return end(Outcome.ROUTER_DOWN);
        }
        if (packet.payload() instanceof Message message && message.ofLink()) {
            return end(Outcome.OF_ONE_LINK);
        }
        List<Port> ports = topology.portsOf(router);
        if (port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY)) {
            Optional<FloatingIp> asked = topology.through(router.id()).stream()
                    .filter(floatingIp -> floatingIp.address().equals(packet.destination()))
                    .findFirst();
            if (asked.isPresent()) {
                return inward(asked.get(), router, ports);
            }
        }
        return onward(router, ports);
    }

    private Verdict inward(FloatingIp floatingIp, Router router, List<Port> ports) {
        Packet inner = Translation.inward(floatingIp, packet).orElse(null);
        if (inner == null) {
            return end(Outcome.NOT_FORWARDED);
        }
        path.add(new Translated(false, packet.destination(), inner.destination(), floatingIp));
        packet = inner;
        inwardBy = router;
        return onward(router, ports);
    }

    private Verdict onward(Router router, List<Port> ports) {
        if (ports.stream()
                .flatMap(port -> port.fixedIps().stream())
                .map(FixedIp::address)
                .anyMatch(packet.destination()::equals)) {
            boolean ping = packet.payload() instanceof Message message && message.isEcho();
            return end(ping ? Outcome.ANSWERED_BY_ROUTER : Outcome.ROUTERS_ANSWER_PING_ONLY);
        }
        Way way = ways.fromRouter(router, ports, packet.destination()).orElse(null);
        if (way == null) {
            return end(Outcome.NO_ROUTE);
        }
        if (!way.out().adminStateUp()) {
            return end(Outcome.INTERFACE_DOWN);
        }
        if (way.out().deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY)) {
            translation.outward(router, ports, packet.source()).ifPresent(hop -> {
                path.add(hop);
                packet = packet.from(hop.after());
            });
        }
        return across(known(way.out().network()), Objects.requireNonNullElse(way.hop(), packet.destination()));
    }

    private Verdict at(Port port) {
        path.add(new AtPort(port));
        if (!told.test(port)) {
            return end(Outcome.OUT_OF_SIGHT);
        }
        if (!port.adminStateUp()) {
            return end(Outcome.PORT_DOWN);
        }
        if (!AddressGuard.has(port, packet.destination())) {
            return end(Outcome.NOT_FOR_THIS_PORT);
        }
        Ruling in = filter.judge(port, Direction.INGRESS, packet);
        ingress = in;
        return end(in.passes() ? Outcome.DELIVERED : Outcome.of(in.ground(), false));
    }

    /** What tracked flows get back passes by itself; NAT undoes itself. */
    private @Nullable Answer answer() {
        Packet back = packet.answer().orElse(null);
        Packet home = sent.answer().orElse(null);
        if (back == null || home == null || sent.asksForAddress()) {
            return null;
        }
        Ruling leaves = null;
        if (ingress != null && !ingress.tracked() && path.getLast() instanceof AtPort(Port port)) {
            leaves = filter.judge(port, Direction.EGRESS, back).ofAnswer(back);
        }
        Ruling returns = null;
        Port asker = origin;
        if (asker != null && egress != null && !egress.tracked()) {
            returns = filter.judge(asker, Direction.INGRESS, home).ofAnswer(home);
        }
        return new Answer(leaves, returns, !goesAround(back.destination()));
    }

    /** Whether the router that translated the destination has another way to the asker than its gateway. */
    private boolean goesAround(Ip asker) {
        return inwardBy != null
                && topology.portsOf(inwardBy).stream()
                        .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE))
                        .flatMap(port -> port.fixedIps().stream())
                        .flatMap(ip -> topology.subnet(ip.subnet()).stream())
                        .anyMatch(subnet -> subnet.cidr().contains(asker));
    }

    private Network known(UUID id) {
        return topology.network(id).orElseThrow(() -> new IllegalStateException("a port without its network"));
    }
}
