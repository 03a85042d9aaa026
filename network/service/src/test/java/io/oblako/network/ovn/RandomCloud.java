package io.oblako.network.ovn;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.Binding;
import io.oblako.network.domain.port.DhcpOption;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.trunk.SubPort;
import io.oblako.network.domain.trunk.Trunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A cloud that somebody uses at random, and the marks that this leaves. Everything follows from the seed. */
final class RandomCloud {

    private final Random random;
    private final RandomThings things;
    private final Map<UUID, Network> networks = new HashMap<>();
    private final Map<UUID, Subnet> subnets = new HashMap<>();
    private final Map<UUID, Port> ports = new HashMap<>();
    private final Map<UUID, SecurityGroup> groups = new HashMap<>();
    private final Map<UUID, AddressGroup> addressGroups = new HashMap<>();
    private final Map<UUID, QosPolicy> policies = new HashMap<>();
    private final Map<UUID, Router> routers = new HashMap<>();
    private final Map<UUID, FloatingIp> floatingIps = new HashMap<>();
    private final Map<UUID, Trunk> trunks = new HashMap<>();
    private final Map<UUID, FlowLog> logs = new HashMap<>();
    private final Set<Unit> marks = new HashSet<>();

    RandomCloud(Random random) {
        this.random = random;
        things = new RandomThings(random);
    }

    Model model() {
        return Model.of(
                List.of(
                        networks.values(),
                        subnets.values(),
                        ports.values(),
                        trunks.values(),
                        logs.values(),
                        groups.values(),
                        routers.values(),
                        floatingIps.values(),
                        policies.values(),
                        addressGroups.values()),
                List.of("h1", "h2", "h3"));
    }

    /** What was changed since they were last asked for, with what is compiled differently because of it. */
    Set<Unit> marks() {
        Set<Unit> all = new HashSet<>(marks);
        marks.clear();
        subnets.values().stream()
                .filter(subnet -> all.contains(Unit.of(Kind.NETWORK, subnet.network())))
                .forEach(subnet -> all.add(Unit.of(Kind.SUBNET, subnet.id())));
        for (Port port : ports.values()) {
            UUID policy = port.qos().effective();
            boolean affected = all.contains(Unit.of(Kind.NETWORK, port.network()))
                    || (policy != null && all.contains(Unit.of(Kind.QOS_POLICY, policy)))
                    || port.fixedIps().stream().anyMatch(ip -> all.contains(Unit.of(Kind.SUBNET, ip.subnet())));
            if (affected) {
                all.add(Unit.of(Kind.PORT, port.id()));
            }
            if (PortCompiler.ofRouter(port) && all.contains(Unit.of(Kind.PORT, port.id()))) {
                all.add(Unit.of(Kind.ROUTER, UUID.fromString(port.deviceId())));
            }
        }
        floatingIps.values().stream()
                .filter(one -> one.router() != null && all.contains(Unit.of(Kind.ROUTER, one.router()))
                        || all.contains(Unit.of(Kind.PORT, one.ownPort()))
                        || one.port() != null && all.contains(Unit.of(Kind.PORT, one.port()))
                        || one.qosPolicy() != null && all.contains(Unit.of(Kind.QOS_POLICY, one.qosPolicy())))
                .forEach(one -> all.add(Unit.of(Kind.FLOATING_IP, one.id())));
        logs.values().stream()
                .filter(log -> log.port() != null && all.contains(Unit.of(Kind.PORT, log.port()))
                        || groups.keySet().stream()
                                .filter(group -> all.contains(Unit.of(Kind.SECURITY_GROUP, group)))
                                .anyMatch(group ->
                                        log.group() == null || log.group().equals(group)))
                .forEach(log -> all.add(Unit.of(Kind.LOG, log.id())));
        return all;
    }

    void act() {
        switch (random.nextInt(21)) {
            case 0 -> put(things.network(UUID.randomUUID()));
            case 1 -> one(networks).ifPresent(old -> put(things.network(old.id())));
            case 2 -> one(networks).ifPresent(network -> put(things.subnet(UUID.randomUUID(), network)));
            case 3 -> one(subnets).ifPresent(old -> put(things.subnet(old.id(), networks.get(old.network()))));
            case 4, 5 -> one(networks).ifPresent(network -> put(port(UUID.randomUUID(), network, List.of())));
            case 6, 7 -> one(ports).ifPresent(old -> put(port(old.id(), networks.get(old.network()), old.fixedIps())));
            case 8 -> one(ports).ifPresent(this::removePort);
            case 9 -> put(group(UUID.randomUUID()));
            case 10 -> one(groups).ifPresent(old -> put(group(old.id())));
            case 11 ->
                put(things.policy(one(policies)
                        .filter(_ -> random.nextBoolean())
                        .map(Resource::id)
                        .orElse(UUID.randomUUID())));
            case 12 ->
                put(things.addressGroup(one(addressGroups)
                        .filter(_ -> random.nextBoolean())
                        .map(Resource::id)
                        .orElse(UUID.randomUUID())));
            case 13 -> one(networks).ifPresent(outside -> putRouter(UUID.randomUUID(), outside));
            case 14 -> one(routers).ifPresent(old -> put(router(old.id(), old.gateway())));
            case 15 -> one(routers).ifPresent(router -> one(networks).ifPresent(inside -> attach(router, inside)));
            case 16 -> one(routers).ifPresent(router -> one(ports).ifPresent(port -> lead(router, port)));
            case 17 -> one(ports).ifPresent(parent -> one(ports).ifPresent(child -> carry(parent, child)));
            case 18, 19 -> log();
            default -> removal();
        }
    }

    private void log() {
        UUID group =
                one(groups).filter(_ -> random.nextBoolean()).map(Resource::id).orElse(null);
        UUID port =
                one(ports).filter(_ -> random.nextBoolean()).map(Resource::id).orElse(null);
        Optional<FlowLog> old = one(logs).filter(_ -> random.nextBoolean());
        if (old.isPresent() && random.nextBoolean()) {
            gone(Kind.LOG, logs, old.get().id());
        } else {
            put(things.log(old.map(Resource::id).orElse(UUID.randomUUID()), group, port));
        }
    }

    private void carry(Port parent, Port child) {
        if (parent.id().equals(child.id()) || !child.deviceOwner().equals("compute:nova")) {
            return;
        }
        UUID id = UUID.randomUUID();
        put(port(child.id(), networks.get(child.network()), child.fixedIps(), id.toString(), "trunk:subport"));
        SubPort carried = new SubPort(child.id(), 1 + random.nextInt(4094));
        put(new Trunk(things.standard(id), parent.id(), true, List.of(carried), false));
    }

    private void putRouter(UUID id, Network outside) {
        List<FixedIp> ips = addressesOf(outside);
        Gateway gateway = null;
        if (random.nextInt(4) > 0) {
            Port port = routerPort(outside, id, "network:router_gateway", ips);
            put(port);
            gateway = new Gateway(outside.id(), port.id(), random.nextBoolean(), ips);
        }
        put(router(id, gateway));
    }

    private void attach(Router router, Network inside) {
        put(routerPort(inside, router.id(), "network:router_interface", addressesOf(inside)));
        put(router(router.id(), router.gateway()));
    }

    private void lead(Router router, Port port) {
        UUID id = UUID.randomUUID();
        Port own = routerPort(networks.get(port.network()), id, "network:floatingip", List.of());
        put(own);
        FloatingIp.Target target = new FloatingIp.Target(port.id(), Ip.of("10.0.0." + (1 + things.count() % 250)));
        put(new FloatingIp(
                things.standard(id),
                port.network(),
                own.id(),
                Ip.of("203.0.113." + (1 + things.count() % 250)),
                random.nextInt(4) == 0 ? null : target,
                random.nextInt(4) == 0 ? null : router.id(),
                one(policies)
                        .filter(_ -> random.nextBoolean())
                        .map(Resource::id)
                        .orElse(null),
                List.of(new PortForwarding(
                        things.standard(UUID.randomUUID()),
                        id,
                        "tcp",
                        new PortForwarding.Numbers(80, 81),
                        port.id(),
                        Ip.of("10.0.0.9"),
                        new PortForwarding.Numbers(8080, 8081))),
                null));
    }

    private Router router(UUID id, Gateway gateway) {
        ExtraRoute route = new ExtraRoute(Cidr.of("10.77.0.0/16"), Ip.of("10.0.0.9"));
        return new Router(
                things.standard(id),
                random.nextInt(5) > 0,
                gateway,
                random.nextBoolean() ? List.of(route) : List.of(),
                random.nextBoolean(),
                false,
                List.of());
    }

    private List<FixedIp> addressesOf(Network network) {
        return subnets.values().stream()
                .filter(subnet -> subnet.network().equals(network.id()))
                .sorted(Comparator.comparing(Subnet::id))
                .limit(2)
                .map(subnet -> new FixedIp(subnet.id(), subnet.cidr().base().plus(2 + things.count() % 200)))
                .toList();
    }

    private Port routerPort(Network network, UUID device, String owner, List<FixedIp> ips) {
        return port(UUID.randomUUID(), network, ips, device.toString(), owner);
    }

    private void removal() {
        if (random.nextBoolean()) {
            one(groups).ifPresent(this::removeGroup);
            return;
        }
        one(networks).ifPresent(network -> {
            if (routers.values().stream()
                    .anyMatch(router -> router.gateway() != null
                            && router.gateway().network().equals(network.id()))) {
                return;
            }
            List.copyOf(ports.values()).stream()
                    .filter(port -> port.network().equals(network.id()))
                    .forEach(this::removePort);
            List.copyOf(subnets.values()).stream()
                    .filter(subnet -> subnet.network().equals(network.id()))
                    .forEach(subnet -> gone(Kind.SUBNET, subnets, subnet.id()));
            gone(Kind.NETWORK, networks, network.id());
        });
    }

    /** As the service does: what leads to it goes, and its router is told. */
    private void removePort(Port port) {
        if (port.deviceOwner().equals("network:router_gateway")) {
            return;
        }
        gone(Kind.PORT, ports, port.id());
        for (Trunk trunk : List.copyOf(trunks.values())) {
            UUID child = trunk.subPorts().getFirst().port();
            if (trunk.port().equals(port.id()) || child.equals(port.id())) {
                gone(Kind.TRUNK, trunks, trunk.id());
                marks.add(Unit.of(Kind.PORT, child));
            }
        }
        for (FloatingIp one : List.copyOf(floatingIps.values())) {
            if (port.id().equals(one.port()) || port.id().equals(one.ownPort())) {
                gone(Kind.FLOATING_IP, floatingIps, one.id());
            }
        }
        if (port.deviceOwner().equals("network:router_interface")) {
            Router router = routers.get(UUID.fromString(port.deviceId()));
            put(router(router.id(), router.gateway()));
        }
    }

    private void removeGroup(SecurityGroup group) {
        if (ports.values().stream().anyMatch(port -> port.securityGroups().contains(group.id()))) {
            return;
        }
        gone(Kind.SECURITY_GROUP, groups, group.id());
        for (SecurityGroup other : List.copyOf(groups.values())) {
            List<SecurityRule> left = other.rules().stream()
                    .filter(rule -> !group.id().equals(rule.remoteGroup()))
                    .toList();
            if (left.size() < other.rules().size()) {
                put(other.with(left));
            }
        }
    }

    private <T> Optional<T> one(Map<UUID, T> from) {
        List<UUID> ids = from.keySet().stream().sorted().toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(from.get(ids.get(random.nextInt(ids.size()))));
    }

    private void put(Resource<?> thing) {
        switch (thing) {
            case Network network -> networks.put(network.id(), network);
            case Subnet subnet -> subnets.put(subnet.id(), subnet);
            case Port port -> ports.put(port.id(), port);
            case SecurityGroup group -> groups.put(group.id(), group);
            case AddressGroup group -> addressGroups.put(group.id(), group);
            case QosPolicy policy -> policies.put(policy.id(), policy);
            case Router router -> routers.put(router.id(), router);
            case Trunk trunk -> trunks.put(trunk.id(), trunk);
            case FlowLog log -> logs.put(log.id(), log);
            case FloatingIp floating -> floatingIps.put(floating.id(), floating);
            default -> throw new IllegalArgumentException();
        }
        marks.add(Unit.of(kind(thing), thing.id()));
    }

    private static Kind kind(Resource<?> thing) {
        return switch (thing) {
            case Network _ -> Kind.NETWORK;
            case Subnet _ -> Kind.SUBNET;
            case Port _ -> Kind.PORT;
            case AddressGroup _ -> Kind.ADDRESS_GROUP;
            case QosPolicy _ -> Kind.QOS_POLICY;
            case Router _ -> Kind.ROUTER;
            case FloatingIp _ -> Kind.FLOATING_IP;
            case Trunk _ -> Kind.TRUNK;
            case FlowLog _ -> Kind.LOG;
            default -> Kind.SECURITY_GROUP;
        };
    }

    private void gone(Kind kind, Map<UUID, ?> from, UUID id) {
        from.remove(id);
        marks.add(Unit.of(kind, id));
    }

    private Port port(UUID id, Network network, List<FixedIp> had) {
        Port before = ports.get(id);
        return port(
                id,
                network,
                had.isEmpty() ? addressesOf(network) : had,
                before == null ? "device" : before.deviceId(),
                before == null ? "compute:nova" : before.deviceOwner());
    }

    private Port port(UUID id, Network network, List<FixedIp> ips, String device, String owner) {
        List<UUID> in = groups.keySet().stream()
                .sorted()
                .filter(_ -> random.nextInt(3) == 0)
                .toList();
        return new Port(
                things.standard(id),
                network.id(),
                Mac.random(new Random(id.hashCode())),
                ips,
                random.nextInt(5) > 0,
                "DOWN",
                null,
                device,
                owner,
                random.nextInt(5) > 0,
                in,
                random.nextInt(4) == 0 ? List.of(new AddressPair(Cidr.of("10.9.0.0/24"), null)) : List.of(),
                random.nextInt(4) == 0 ? List.of(new DhcpOption("mtu", "1400", 4)) : List.of(),
                random.nextInt(3) == 0 ? "host" + things.count() : "",
                new Binding(random.nextBoolean() ? "h1" : "", "normal", Map.of(), 0),
                "",
                new Port.Qos(one(policies).map(Resource::id).orElse(null), null));
    }

    private SecurityGroup group(UUID id) {
        List<SecurityRule> rules = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            rules.add(things.rule(id, one(groups).map(Resource::id).orElse(null)));
        }
        return new SecurityGroup(things.standard(id), random.nextInt(4) > 0, rules);
    }
}
