package io.oblako.network.domain.reach;

import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Things.Device;
import io.oblako.network.domain.reach.Things.Wall;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwarding.Numbers;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Two tenants with the same addresses, each with a router, two networks of both IP versions and rules at random, an
 * external network, and packets between all of it. Everything follows from the seed, so that what a model says of the
 * packets can be compared with what other models, or real ports, do with them.
 */
public final class RandomTenants {

    private static final String NOBODY = "198.51.100.7";
    private static final String NOBODY_SIX = "2001:db8:ffff::7";
    private static final int KNOCKS = 3;
    private static final Cidr FAR = Cidr.of("10.77.0.0/16");

    private final Random random;
    private final RandomRules rules;
    private final List<Network> networks = new ArrayList<>();
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final List<SecurityGroup> groups = new ArrayList<>();
    private final List<AddressGroup> addressGroups = new ArrayList<>();
    private final List<Router> routers = new ArrayList<>();
    private final List<FloatingIp> floatingIps = new ArrayList<>();
    private final Network external;
    private final Snapshot snapshot;
    private int outsideAddresses = 10;

    /** A packet that a guest sends. */
    public record Probe(Port from, Packet packet) {}

    public RandomTenants(long seed) {
        this.random = new Random(seed);
        this.rules = new RandomRules(random, () -> standard("p0"));
        this.external = network("operators", true, List.of("203.0.113.0/24", "2001:db8::/64"));
        for (String project : List.of("p1", "p2")) {
            tenant(project);
        }
        if (rules.chance(30)) {
            ports.add(guest(external, "p1", List.of(), 200));
        }
        this.snapshot = new Snapshot(networks, subnets, ports, groups, addressGroups, routers, floatingIps);
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Ports of guests. */
    public List<Port> guests() {
        return ports.stream()
                .filter(port -> !DeviceOwner.trusted(port.deviceOwner()))
                .toList();
    }

    /** The next packet. */
    public Probe probe() {
        while (true) {
            Port from = rules.one(guests());
            Ip to = destination(from);
            boolean own = from.fixedIps().stream().anyMatch(ip -> ip.address().equals(to));
            Ip source = source(from, to.version());
            if (!own && source != null) {
                return new Probe(from, packet(source, to));
            }
        }
    }

    /** A packet from outside for a floating IP. */
    public record Knock(FloatingIp at, Packet packet) {}

    /** Without it routers know no way back to who knocks. */
    public boolean outsideHasGateway() {
        return subnets.stream()
                .filter(subnet -> subnet.id().equals(external.subnets().getFirst()))
                .allMatch(subnet -> subnet.gateway() != null);
    }

    /** Some for each floating IP. */
    public List<Knock> knocks() {
        List<Knock> knocks = new ArrayList<>();
        for (FloatingIp one : floatingIps) {
            for (int i = 0; i < KNOCKS; i++) {
                knocks.add(new Knock(one, new Packet(Ip.of(NOBODY), one.address(), rules.payload(4))));
            }
        }
        return knocks;
    }

    private Packet packet(Ip source, Ip to) {
        boolean link = to.multicast() || to.equals(Ip.of("255.255.255.255"));
        if (link) {
            return new Packet(
                    source.four() && rules.chance(30) ? Ip.of("0.0.0.0") : source,
                    to,
                    source.four()
                            ? new Payload.Segment(Payload.UDP, 68, 67)
                            : new Payload.Segment(Payload.UDP, 546, 547));
        }
        return new Packet(source, to, rules.payload(to.version()));
    }

    private Ip destination(Port from) {
        List<Port> others =
                ports.stream().filter(port -> !port.fixedIps().isEmpty()).toList();
        List<Port> tenants = others.stream()
                .filter(port -> port.project().equals(from.project()))
                .toList();
        return switch (random.nextInt(20)) {
            case 0 -> rules.one(rules.one(others).fixedIps()).address();
            case 1 -> Ip.of(NOBODY);
            case 2 -> Ip.of(NOBODY_SIX);
            case 3 -> Packet.PLATFORM;
            case 4 -> Ip.of(rules.chance(50) ? "255.255.255.255" : "ff02::1:2");
            case 5 -> Ip.of(rules.chance(50) ? "10.77.1.1" : "10.0.1.250");
            case 6, 7, 8 ->
                floatingIps.isEmpty() ? Ip.of(NOBODY) : rules.one(floatingIps).address();
            default -> rules.one(rules.one(tenants).fixedIps()).address();
        };
    }

    private Ip source(Port from, int version) {
        List<Ip> own = new ArrayList<>();
        from.fixedIps().forEach(ip -> own.add(ip.address()));
        if (rules.chance(8)) {
            from.pairs().forEach(pair -> own.add(pair.address().last()));
        }
        if (rules.chance(6)) {
            own.addAll(List.of(Ip.of("10.0.1.10"), Ip.of("203.0.113.9"), Ip.of("fd00:1::10"), Ip.of("fe80::1")));
        }
        List<Ip> fitting = own.stream().filter(ip -> ip.version() == version).toList();
        return fitting.isEmpty() ? null : rules.one(fitting);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private Standard standard(String project) {
        return Things.standard(id(), "", project);
    }

    private Network network(String project, boolean external, List<String> prefixes) {
        Standard standard = standard(project);
        List<UUID> ids = new ArrayList<>();
        for (String prefix : prefixes) {
            Subnet subnet = subnet(project, standard.id(), Cidr.of(prefix));
            subnets.add(subnet);
            ids.add(subnet.id());
        }
        Network network = Things.network(standard, rules.chance(97), external, ids);
        networks.add(network);
        return network;
    }

    private Subnet subnet(String project, UUID network, Cidr cidr) {
        boolean six = cidr.version() == 6;
        return Things.subnet(
                standard(project),
                network,
                cidr,
                rules.chance(95) ? cidr.base().plus(1) : null,
                rules.chance(80),
                six ? rules.one(List.of(Ipv6Mode.DHCPV6_STATEFUL, Ipv6Mode.SLAAC)) : null);
    }

    private void tenant(String project) {
        List<Network> own = List.of(
                network(project, false, List.of("10.0.1.0/24", "fd00:1::/64")),
                network(project, false, List.of("10.0.2.0/24", "fd00:2::/64")));
        List<SecurityGroup> ownGroups = groups(project);
        List<Port> guests = new ArrayList<>();
        for (Network network : own) {
            for (int i = 0; i < 2 + random.nextInt(2); i++) {
                guests.add(guest(network, project, ownGroups, 10 + i));
            }
        }
        ports.addAll(guests);
        router(project, own, guests);
    }

    private List<SecurityGroup> groups(String project) {
        AddressGroup addresses = new AddressGroup(
                standard(project),
                List.of(Cidr.of("10.0.2.10/31"), Cidr.of("fd00:2::/64"), Cidr.of("203.0.113.0/28")),
                Set.of());
        addressGroups.add(addresses);
        List<Standard> standards =
                IntStream.range(0, 3).mapToObj(_ -> standard(project)).toList();
        RandomRules.Remotes remotes = new RandomRules.Remotes(
                List.of("10.0.1.0/24", "10.0.0.0/8", "10.0.2.77/24", "10.0.1.10", "203.0.113.0/24", "0.0.0.0/0"),
                List.of("fd00:1::/64", "fd00::/16", "fd00:2::10", "::/0"),
                standards.stream().map(Standard::id).toList(),
                List.of(addresses.id()));
        List<SecurityGroup> made = standards.stream()
                .map(standard -> rules.group(standard, remotes))
                .toList();
        groups.addAll(made);
        return made;
    }

    private List<FixedIp> addresses(Network network, int number, boolean six) {
        return network.subnets().stream()
                .map(id -> subnets.stream()
                        .filter(subnet -> subnet.id().equals(id))
                        .findFirst()
                        .orElseThrow())
                .filter(subnet -> six || subnet.cidr().version() == 4)
                .map(subnet -> new FixedIp(subnet.id(), subnet.cidr().base().plus(number)))
                .toList();
    }

    private Port guest(Network network, String project, List<SecurityGroup> from, int number) {
        boolean walls = rules.chance(92);
        List<FixedIp> ips = rules.chance(4) ? List.of() : addresses(network, number, rules.chance(70));
        List<UUID> in = new ArrayList<>();
        from.forEach(group -> {
            if (walls && !ips.isEmpty() && rules.chance(50)) {
                in.add(group.id());
            }
        });
        List<AddressPair> pairs = new ArrayList<>();
        if (walls && rules.chance(20)) {
            Mac mac = rules.chance(30) ? Mac.random(random) : null;
            pairs.add(new AddressPair(Cidr.of(rules.chance(50) ? "10.0.1.128/26" : "10.0.2.200"), mac));
        }
        if (walls && rules.chance(10)) {
            pairs.add(new AddressPair(FAR, null));
        }
        if (walls && rules.chance(10)) {
            pairs.add(new AddressPair(Cidr.of("fd00:9::/64"), rules.chance(50) ? Mac.random(random) : null));
        }
        String owner = rules.chance(90) ? "compute:nova" : "";
        return port(network, project, ips, new Device("guest" + number, owner), new Wall(walls, in, pairs));
    }

    private Port port(Network network, String project, List<FixedIp> ips, Device device, Wall wall) {
        return Things.port(standard(project), network.id(), Mac.random(random), ips, rules.chance(97), device, wall);
    }

    private Port devicePort(Network network, String project, UUID device, String owner, List<FixedIp> ips) {
        return port(network, project, ips, new Device(device.toString(), owner), Wall.NONE);
    }

    private void router(String project, List<Network> own, List<Port> guests) {
        Standard standard = standard(project);
        List<Network> joined = own.stream().filter(_ -> rules.chance(85)).toList();
        for (Network network : joined) {
            for (FixedIp ip : addresses(network, 1, true)) {
                ports.add(devicePort(network, project, standard.id(), DeviceOwner.ROUTER_INTERFACE, List.of(ip)));
            }
        }
        Gateway gateway = null;
        if (rules.chance(85)) {
            List<FixedIp> ips = addresses(external, outsideAddresses++, rules.chance(60));
            Port port = devicePort(external, "operators", standard.id(), DeviceOwner.ROUTER_GATEWAY, ips);
            ports.add(port);
            gateway = new Gateway(external.id(), port.id(), rules.chance(75), ips);
        }
        List<ExtraRoute> routes = new ArrayList<>();
        if (rules.chance(25)) {
            routes.add(new ExtraRoute(FAR, Ip.of(rules.chance(80) ? "10.0.1.10" : "192.0.2.1")));
        }
        Router router = new Router(standard, rules.chance(96), gateway, routes, rules.chance(50), false, List.of());
        routers.add(router);
        List<Port> behind = guests.stream()
                .filter(port -> joined.stream().anyMatch(network -> network.id().equals(port.network())))
                .filter(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().four()))
                .toList();
        if (gateway != null && !behind.isEmpty()) {
            floatingIp(project, router, behind.getFirst(), false);
            floatingIp(project, router, behind.getLast(), true);
            floatingIp(project, null, behind.getFirst(), true);
        }
    }

    private void floatingIp(String project, Router router, Port to, boolean forwards) {
        Standard standard = standard(project);
        Ip address = Ip.of("203.0.113." + outsideAddresses++);
        UUID subnet = external.subnets().getFirst();
        Port own = devicePort(
                external, "operators", standard.id(), DeviceOwner.FLOATING_IP, List.of(new FixedIp(subnet, address)));
        ports.add(own);
        Ip fixed = to.fixedIps().stream()
                .map(FixedIp::address)
                .filter(Ip::four)
                .findFirst()
                .orElseThrow();
        List<PortForwarding> forwardings = !forwards || router == null
                ? List.of()
                : List.of(new PortForwarding(
                        standard(project),
                        standard.id(),
                        rules.chance(70) ? "tcp" : "udp",
                        new Numbers(80, 81),
                        to.id(),
                        fixed,
                        new Numbers(22, 23)));
        floatingIps.add(new FloatingIp(
                standard,
                external.id(),
                own.id(),
                address,
                forwards ? null : new FloatingIp.Target(to.id(), fixed),
                router == null ? null : router.id(),
                null,
                forwardings,
                null));
    }
}
