package io.oblako.network.ovn;

import static io.oblako.network.ovn.CompiledRows.addresses;
import static io.oblako.network.ovn.CompiledRows.atoms;
import static io.oblako.network.ovn.CompiledRows.enabled;
import static io.oblako.network.ovn.CompiledRows.map;
import static io.oblako.network.ovn.CompiledRows.text;
import static io.oblako.network.ovn.CompiledRows.texts;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Seen;
import io.oblako.network.domain.reach.Snapshot;
import io.oblako.network.ovn.MatchExpression.At;
import io.oblako.network.ovsdb.value.Atom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What OVN does with a packet, by its documentation, when it has these rows: port security, ACLs, switching, routing,
 * NAT. It knows nothing of the domain but how a guest chooses its next hop, which is the guest's affair.
 *
 * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-nb.5.html">ovn-nb(5)</a>
 * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-northd.8.html">ovn-northd(8), Logical Flow Table
 *     Structure</a>
 */
final class NorthboundTrace {

    private static final int MOST_HOPS = 20;
    /** What OVN lets pass before it asks the first stage of ACLs. */
    private static final Predicate<At> NEIGHBOURS =
            MatchExpression.parse("nd || nd_rs || nd_ra", new MatchExpression.Names(Map.of(), Map.of()));

    private final Snapshot cloud;
    private final CompiledRows rows;
    private final Map<String, NbRow> switchPorts = new HashMap<>();
    private final Map<String, NbRow> routerPorts = new HashMap<>();
    private final List<Acl> acls;
    private int hops;
    private NbRow origin;
    private NbRow inwardBy;
    private Packet sent;
    private boolean tracked;

    NorthboundTrace(Snapshot cloud, List<NbRow> compiled) {
        this.cloud = cloud;
        this.rows = new CompiledRows(compiled);
        rows.all(NbTable.LOGICAL_SWITCH_PORT).forEach(row -> switchPorts.put(text(row, "name"), row));
        rows.all(NbTable.LOGICAL_ROUTER_PORT).forEach(row -> routerPorts.put(text(row, "name"), row));
        Map<String, Set<String>> groups = new HashMap<>();
        Map<String, List<String>> sets = new TreeMap<>();
        rows.all(NbTable.PORT_GROUP).forEach(group -> {
            groups.put(text(group, "name"), new HashSet<>());
            sets.put(text(group, "name") + "_ip4", new ArrayList<>());
            sets.put(text(group, "name") + "_ip6", new ArrayList<>());
        });
        switchPorts
                .values()
                .forEach(port -> rows.parents(port, NbTable.PORT_GROUP).forEach(group -> {
                    String name = text(group, "name");
                    groups.get(name).add(text(port, "name"));
                    addresses(port)
                            .forEach(ip -> sets.get(name + "_ip" + ip.version()).add(ip.toString()));
                }));
        rows.all(NbTable.ADDRESS_SET).forEach(set -> sets.put(text(set, "name"), texts(set, "addresses")));
        MatchExpression.Names names = new MatchExpression.Names(groups, sets);
        this.acls = rows.all(NbTable.ACL).map(row -> Acl.of(row, names)).toList();
    }

    private record Acl(String direction, boolean last, long priority, String action, Predicate<At> match) {

        static Acl of(NbRow row, MatchExpression.Names names) {
            return new Acl(
                    text(row, "direction"),
                    map(row, "options").getOrDefault("apply-after-lb", "false").equals("true"),
                    ((Atom.Whole) atoms(row, "priority").getFirst()).value(),
                    text(row, "action"),
                    MatchExpression.parse(text(row, "match"), names));
        }
    }

    Seen trace(Port from, Packet packet) {
        sent = packet;
        hops = 0;
        inwardBy = null;
        origin = switchPorts.get(from.id().toString());
        if (!enabled(origin) || !portSecurity(origin, packet.source(), packet, true)) {
            return Seen.LOST;
        }
        Optional<Boolean> out = acls(origin, packet, true);
        if (out.isEmpty()) {
            return Seen.LOST;
        }
        tracked = out.get();
        NbRow onSwitch = rows.parents(origin, NbTable.LOGICAL_SWITCH).getFirst();
        if (asksDhcp(packet)) {
            boolean answers = packet.version() == 4
                    ? !atoms(origin, "dhcpv4_options").isEmpty()
                    : !atoms(origin, "dhcpv6_options").isEmpty();
            return answers ? Seen.at(null, packet, null) : Seen.LOST;
        }
        Ip hop = hop(from, packet.destination());
        return hop == null ? Seen.LOST : switched(onSwitch, packet, hop);
    }

    /** OVN answers who asks everybody, or the server of the lease. */
    private static boolean asksDhcp(Packet packet) {
        String to = packet.destination().toString();
        return packet.version() == 4
                ? packet.payload().equals(new Segment(17, 68, 67))
                        && List.of("255.255.255.255", "169.254.169.254").contains(to)
                : packet.payload().equals(new Segment(17, 546, 547)) && to.equals("ff02::1:2");
    }

    /** The guest's: its own subnets, the platform's address, its gateway. */
    private Ip hop(Port from, Ip to) {
        if (to.equals(Packet.PLATFORM)) {
            return to;
        }
        Ip gateway = null;
        for (var ip : from.fixedIps()) {
            var subnet = cloud.subnet(ip.subnet()).orElseThrow();
            if (subnet.cidr().contains(to)) {
                return to;
            }
            if (ip.address().version() == to.version() && gateway == null) {
                gateway = subnet.gateway();
            }
        }
        return gateway;
    }

    private static boolean portSecurity(NbRow port, Ip address, Packet packet, boolean sends) {
        List<String> elements = texts(port, "port_security");
        boolean asksFirst = sends
                && packet.source().toString().equals("0.0.0.0")
                && packet.destination().toString().equals("255.255.255.255")
                && packet.payload().equals(new Segment(17, 68, 67));
        return elements.isEmpty()
                || elements.stream().anyMatch(element -> {
                    List<Cidr> allowed =
                            Stream.of(element.split(" ")).skip(1).map(Cidr::of).toList();
                    boolean four = allowed.stream().anyMatch(prefix -> prefix.version() == 4);
                    return allowed.isEmpty()
                            || allowed.stream().anyMatch(prefix -> prefix.contains(address))
                            || (asksFirst && four);
                });
    }

    /** Empty when it is dropped; else whether it is tracked. */
    private Optional<Boolean> acls(NbRow port, Packet packet, boolean fromPort) {
        Optional<Boolean> first = stage(port, packet, fromPort, false);
        // What comes from a port passes a second stage, behind load balancing, that knows no exceptions.
        return first.isPresent() && fromPort && stage(port, packet, true, true).isEmpty() ? Optional.empty() : first;
    }

    private Optional<Boolean> stage(NbRow port, Packet packet, boolean fromPort, boolean last) {
        At at = new At(fromPort ? "inport" : "outport", text(port, "name"), packet);
        if (!last && NEIGHBOURS.test(at)) {
            return Optional.of(true);
        }
        String direction = fromPort ? "from-lport" : "to-lport";
        List<Acl> matching = acls.stream()
                .filter(acl -> acl.direction.equals(direction) && acl.last == last && acl.match.test(at))
                .toList();
        long highest = matching.stream().mapToLong(Acl::priority).max().orElse(-1);
        List<String> actions = matching.stream()
                .filter(acl -> acl.priority == highest)
                .map(Acl::action)
                .distinct()
                .toList();
        if (!actions.contains("drop")) {
            return Optional.of(!actions.contains("allow-stateless")
                    && !packet.payload().equals(new Segment(17, 546, 547))); // Of either version.
        }
        if (actions.size() > 1) {
            throw new IllegalStateException("which of %s is taken, nobody knows".formatted(actions));
        }
        return Optional.empty();
    }

    private Seen switched(NbRow onSwitch, Packet packet, Ip hop) {
        if (++hops > MOST_HOPS) {
            return Seen.LOST;
        }
        List<NbRow> ports = rows.children(onSwitch, NbTable.LOGICAL_SWITCH_PORT);
        for (NbRow port : ports) {
            NbRow routerPort = routerPorts.get(map(port, "options").getOrDefault("router-port", ""));
            if (routerPort != null && answersFor(routerPort, hop)) {
                return enabled(port) ? routed(routerPort, packet) : Seen.LOST;
            }
        }
        for (NbRow port : ports) {
            if (addresses(port).contains(hop)) {
                return text(port, "type").equals("localport") ? metadata(packet) : delivered(port, packet);
            }
        }
        // A guest may answer for what its port may use besides its addresses; the snapshot says which one does.
        UUID network = UUID.fromString(text(onSwitch, "name").substring("oblako-".length()));
        List<Port> holders = cloud.holders(network, hop);
        if (!holders.isEmpty()
                && switchPorts.containsKey(holders.getFirst().id().toString())) {
            return delivered(switchPorts.get(holders.getFirst().id().toString()), packet);
        }
        boolean outside = ports.stream().anyMatch(port -> text(port, "type").equals("localnet"));
        boolean nobodys =
                cloud.floatingIps().stream().anyMatch(one -> one.address().equals(hop));
        return outside && !nobodys ? Seen.at(null, packet, answered(null, packet)) : Seen.LOST;
    }

    private Seen metadata(Packet packet) {
        boolean asks =
                packet.payload() instanceof Segment(int protocol, int _, int port) && protocol == 6 && port == 80;
        return asks ? Seen.at(null, packet, answered(null, packet)) : Seen.LOST;
    }

    /** A router answers ARP for its own addresses, and for those it translates at its gateway. */
    private boolean answersFor(NbRow routerPort, Ip ip) {
        if (networks(routerPort).stream().anyMatch(network -> network.own.equals(ip))) {
            return true;
        }
        NbRow router = rows.parents(routerPort, NbTable.LOGICAL_ROUTER).getFirst();
        return isGateway(routerPort)
                && (rows.children(router, NbTable.NAT).stream()
                                .anyMatch(nat -> text(nat, "type").equals("dnat_and_snat")
                                        && text(nat, "external_ip").equals(ip.toString()))
                        || rows.children(router, NbTable.LOAD_BALANCER).stream()
                                .flatMap(balancer -> map(balancer, "vips").keySet().stream())
                                .anyMatch(vip -> vip.startsWith(ip + ":")));
    }

    private boolean isGateway(NbRow routerPort) {
        return !rows.children(routerPort, NbTable.GATEWAY_CHASSIS).isEmpty();
    }

    /** An address of a router's port with the prefix it is in. */
    private record Link(Ip own, Cidr prefix, NbRow port) {}

    private static List<Link> networks(NbRow routerPort) {
        return texts(routerPort, "networks").stream()
                .map(text -> new Link(Ip.of(text.substring(0, text.indexOf('/'))), Cidr.of(text), routerPort))
                .toList();
    }

    private Seen routed(NbRow in, Packet packet) {
        NbRow router = rows.parents(in, NbTable.LOGICAL_ROUTER).getFirst();
        boolean link = packet.payload() instanceof Message message && message.ofLink();
        if (!enabled(in) || !enabled(router) || link) {
            return Seen.LOST;
        }
        List<Link> links = rows.children(router, NbTable.LOGICAL_ROUTER_PORT).stream()
                .flatMap(port -> networks(port).stream())
                .toList();
        if (links.stream().anyMatch(one -> one.own.equals(packet.destination()))) {
            boolean ping = packet.payload() instanceof Message message
                    && message.code() == 0
                    && message.type() == (packet.version() == 4 ? 8 : 128);
            return ping ? Seen.at(null, packet, answered(null, packet)) : Seen.LOST;
        }
        Packet inner = isGateway(in) ? inward(router, packet) : packet;
        inwardBy = inner.equals(packet) ? inwardBy : router;
        if (isGateway(in) && inner.equals(packet) && answersFor(in, packet.destination())) {
            return Seen.LOST;
        }
        return forwarded(router, links, inner);
    }

    private Packet inward(NbRow router, Packet packet) {
        String to = packet.destination().toString();
        for (NbRow nat : rows.children(router, NbTable.NAT)) {
            if (text(nat, "type").equals("dnat_and_snat")
                    && text(nat, "external_ip").equals(to)) {
                return new Packet(packet.source(), Ip.of(text(nat, "logical_ip")), packet.payload());
            }
        }
        for (NbRow balancer : rows.children(router, NbTable.LOAD_BALANCER)) {
            if (packet.payload() instanceof Segment(int protocol, int from, int port)
                    && protocol == Map.of("tcp", 6, "udp", 17, "sctp", 132).get(text(balancer, "protocol"))) {
                String member = map(balancer, "vips").get(to + ":" + port);
                if (member != null) {
                    int colon = member.lastIndexOf(':');
                    Segment next = new Segment(protocol, from, Integer.parseInt(member.substring(colon + 1)));
                    return new Packet(packet.source(), Ip.of(member.substring(0, colon)), next);
                }
            }
        }
        return packet;
    }

    private record Way(Cidr prefix, Ip hop, NbRow out) {}

    private Seen forwarded(NbRow router, List<Link> links, Packet packet) {
        List<Way> ways = new ArrayList<>();
        links.forEach(link -> ways.add(new Way(link.prefix, packet.destination(), link.port)));
        for (NbRow route : rows.children(router, NbTable.STATIC_ROUTE)) {
            Ip hop = Ip.of(text(route, "nexthop"));
            links.stream()
                    .filter(link -> link.prefix.contains(hop))
                    .findFirst()
                    .ifPresent(link -> ways.add(new Way(Cidr.of(text(route, "ip_prefix")), hop, link.port)));
        }
        Way way = ways.stream()
                .filter(one -> one.prefix.contains(packet.destination()))
                .max(Comparator.comparing(one -> one.prefix.length()))
                .orElse(null);
        if (way == null || !enabled(way.out)) {
            return Seen.LOST;
        }
        Packet outer = isGateway(way.out) ? outward(router, packet) : packet;
        NbRow peer = switchPorts.values().stream()
                .filter(port ->
                        map(port, "options").getOrDefault("router-port", "").equals(text(way.out, "name")))
                .findFirst()
                .orElseThrow();
        return enabled(peer)
                ? switched(rows.parents(peer, NbTable.LOGICAL_SWITCH).getFirst(), outer, way.hop)
                : Seen.LOST;
    }

    /** The longest logical prefix wins. */
    private Packet outward(NbRow router, Packet packet) {
        return rows.children(router, NbTable.NAT).stream()
                .filter(nat -> Cidr.of(text(nat, "logical_ip")).contains(packet.source()))
                .max(Comparator.comparing(
                        nat -> Cidr.of(text(nat, "logical_ip")).length()))
                .map(nat -> new Packet(Ip.of(text(nat, "external_ip")), packet.destination(), packet.payload()))
                .orElse(packet);
    }

    private Seen delivered(NbRow port, Packet packet) {
        if (!enabled(port) || !portSecurity(port, packet.destination(), packet, false)) {
            return Seen.LOST;
        }
        Optional<Boolean> in = acls(port, packet, false);
        if (in.isEmpty()) {
            return Seen.LOST;
        }
        return Seen.at(UUID.fromString(text(port, "name")), packet, answered(in.get() ? null : port, packet));
    }

    /** @param untracked the port that let it in without tracking it; null when none did */
    private Boolean answered(NbRow untracked, Packet packet) {
        if (packet.payload().answer().isEmpty()) {
            return null;
        }
        boolean leaves = untracked == null || passesBack(untracked, back(packet), true);
        return leaves && !goesAround(packet.source()) && (tracked || passesBack(origin, back(sent), false));
    }

    /** To connection tracking, an answer to what it has not seen is invalid, unless it may begin something itself. */
    private boolean passesBack(NbRow port, Packet back, boolean fromPort) {
        boolean mayBegin = !Set.of(1, 6, 58, 132).contains(back.payload().protocol());
        return acls(port, back, fromPort).filter(tracks -> mayBegin || !tracks).isPresent();
    }

    /** NAT is undone in the pipelines of a router's gateway only. */
    private boolean goesAround(Ip asker) {
        return inwardBy != null
                && rows.children(inwardBy, NbTable.LOGICAL_ROUTER_PORT).stream()
                        .filter(port -> !isGateway(port))
                        .flatMap(port -> networks(port).stream())
                        .anyMatch(link -> link.prefix.contains(asker));
    }

    private static Packet back(Packet packet) {
        return new Packet(
                packet.destination(), packet.source(), packet.payload().answer().orElseThrow());
    }
}
