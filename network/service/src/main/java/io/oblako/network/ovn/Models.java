package io.oblako.network.ovn;

import io.oblako.kernel.page.Page;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.log.FlowLogs;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.qos.QosPolicies;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.domain.trunk.Trunks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is compiled. A thing that is made or goes away meanwhile may be missing on one side only: it has a mark by
 * then, and is compiled again.
 */
public final class Models {

    private static final Viewer EVERYTHING = new Viewer(null, true);

    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final Trunks trunks;
    private final Walls walls;
    private final Ways ways;

    /** What may pass. */
    public record Walls(SecurityGroups groups, AddressGroups addresses, QosPolicies policies, FlowLogs logs) {}

    /** What leads from one network to another. */
    public record Ways(Routers routers, FloatingIps floatingIps) {}

    public Models(Networks networks, Subnets subnets, Ports ports, Trunks trunks, Walls walls, Ways ways) {
        this.networks = networks;
        this.subnets = subnets;
        this.ports = ports;
        this.trunks = trunks;
        this.walls = walls;
        this.ways = ways;
    }

    /** @param units those asked for, and those that are compiled differently because of them */
    public record Closure(Set<Unit> units, Model model) {}

    /** All there is. */
    public Model all(List<String> gateways) {
        return Model.of(
                List.of(
                        every(networks, List.of()),
                        every(subnets, List.of()),
                        every(ports, List.of()),
                        every(trunks, List.of()),
                        every(walls.groups, List.of()),
                        every(walls.addresses, List.of()),
                        every(walls.policies, List.of()),
                        every(walls.logs, List.of()),
                        every(ways.routers, List.of()),
                        every(ways.floatingIps, List.of())),
                gateways);
    }

    private static <T extends Resource<T>> List<T> every(Catalog<T> catalog, List<Query.Condition> conditions) {
        List<T> all = new ArrayList<>();
        UUID marker = null;
        while (true) {
            Page<T> page = catalog.list(
                    new Query(EVERYTHING, conditions, Query.Tags.ANY, List.of(), Query.MOST, marker, false));
            all.addAll(page.rows());
            if (!page.more()) {
                return all;
            }
            marker = page.rows().getLast().id();
        }
    }

    /** What the units are compiled from. */
    public Closure closure(Collection<Unit> asked, List<String> gateways) {
        Set<Unit> units = new HashSet<>(asked);
        Map<UUID, Port> found = affected(units);
        found.keySet().forEach(id -> units.add(Unit.of(Kind.PORT, id)));
        Logged logged = logged(units);
        logged.logs.forEach(log -> units.add(Unit.of(Kind.LOG, log.id())));
        List<Router> routers = ways.routers.all(routers(units, found.values()));
        routers.forEach(router -> {
            units.add(Unit.of(Kind.ROUTER, router.id()));
            add(found, ports.ofDevice(router.id().toString(), DeviceOwner.ROUTER_INTERFACE));
        });
        Map<UUID, FloatingIp> floating = floating(units, found);
        routers.forEach(router -> add(floating, ways.floatingIps.through(router.id())));
        floating.keySet().forEach(id -> units.add(Unit.of(Kind.FLOATING_IP, id)));
        Set<UUID> translating = present(floating.values(), FloatingIp::router);
        add(found, ports.all(floating.values().stream().map(FloatingIp::ownPort).toList()));
        add(found, ports.all(present(floating.values(), FloatingIp::port)));
        add(found, logged.ports);

        Set<UUID> subnetIds = ids(units, Kind.SUBNET);
        found.values()
                .forEach(port -> port.fixedIps().stream().map(FixedIp::subnet).forEach(subnetIds::add));
        routers.forEach(router -> {
            if (router.gateway() != null) {
                router.gateway().fixedIps().stream().map(FixedIp::subnet).forEach(subnetIds::add);
            }
        });
        List<Subnet> foundSubnets = subnets.all(subnetIds);
        Set<UUID> networkIds = ids(units, Kind.NETWORK);
        foundSubnets.forEach(subnet -> networkIds.add(subnet.network()));
        found.values().forEach(port -> networkIds.add(port.network()));
        return new Closure(
                units,
                Model.of(
                        List.of(
                                networks.all(networkIds),
                                foundSubnets,
                                found.values(),
                                carrying(found.values()),
                                walls.groups.all(ids(units, Kind.SECURITY_GROUP)),
                                logged.groups,
                                logged.logs,
                                walls.addresses.all(ids(units, Kind.ADDRESS_GROUP)),
                                walls.policies.all(policies(found.values(), floating.values())),
                                routers,
                                ways.routers.all(translating),
                                floating.values()),
                        gateways));
    }

    /**
     * Ports that are compiled anew. A network says how large packets are on its subnets and whether its ports are on, a
     * subnet what they are answered, a policy what they may take.
     */
    private Map<UUID, Port> affected(Set<Unit> units) {
        ids(units, Kind.NETWORK)
                .forEach(network ->
                        subnets.of(network).forEach(subnet -> units.add(Unit.of(Kind.SUBNET, subnet.id()))));
        Map<UUID, Port> found = new HashMap<>();
        add(found, ports.all(ids(units, Kind.PORT)));
        add(found, portsWith("network_id", ids(units, Kind.NETWORK)));
        add(found, portsWith("fixed_ips.subnet_id", ids(units, Kind.SUBNET)));
        Set<UUID> policies = ids(units, Kind.QOS_POLICY);
        add(found, portsWith("qos_policy_id", policies));
        add(found, portsWith("network_id", networksWith(policies)));
        return found;
    }

    private Set<UUID> networksWith(Set<UUID> policies) {
        return policies.isEmpty()
                ? Set.of()
                : every(networks, List.of(condition("qos_policy_id", policies))).stream()
                        .map(Resource::id)
                        .collect(Collectors.toSet());
    }

    private static Query.Condition condition(String attribute, Set<UUID> values) {
        return new Query.Condition(
                attribute, values.stream().map(UUID::toString).toList());
    }

    private List<Port> portsWith(String attribute, Set<UUID> values) {
        return values.isEmpty() ? List.of() : every(ports, List.of(condition(attribute, values)));
    }

    /** A router's ways and what it translates follow from its ports. */
    private static Set<UUID> routers(Set<Unit> units, Collection<Port> ports) {
        Set<UUID> routers = ids(units, Kind.ROUTER);
        ports.stream()
                .filter(PortCompiler::ofRouter)
                .map(port -> UUID.fromString(port.deviceId()))
                .forEach(routers::add);
        return routers;
    }

    /**
     * Floating IPs that are compiled anew. Whether the target is on a host decides who translates; the network of a
     * floating IP's own port, and its own policy, what may pass.
     */
    private Map<UUID, FloatingIp> floating(Set<Unit> units, Map<UUID, Port> found) {
        Set<UUID> asked = ids(units, Kind.FLOATING_IP);
        found.values().stream()
                .filter(port -> port.deviceOwner().equals(DeviceOwner.FLOATING_IP))
                .forEach(port -> asked.add(UUID.fromString(port.deviceId())));
        Map<UUID, FloatingIp> floating = new HashMap<>();
        add(floating, ways.floatingIps.all(asked));
        add(floating, ways.floatingIps.toPorts(found.keySet()));
        Set<UUID> policies = ids(units, Kind.QOS_POLICY);
        if (!policies.isEmpty()) {
            add(floating, every(ways.floatingIps, List.of(condition("qos_policy_id", policies))));
        }
        return floating;
    }

    /** Logs that are compiled anew, and the groups and ports that they are about. */
    private record Logged(List<FlowLog> logs, List<SecurityGroup> groups, List<Port> ports) {}

    /** Operators make logs, so they are few: all are looked at. */
    private Logged logged(Set<Unit> units) {
        Set<UUID> changed = ids(units, Kind.SECURITY_GROUP);
        Set<UUID> plugged = ids(units, Kind.PORT);
        if (changed.isEmpty() && plugged.isEmpty() && ids(units, Kind.LOG).isEmpty()) {
            return new Logged(List.of(), List.of(), List.of());
        }
        List<FlowLog> all = every(walls.logs, List.of());
        Map<UUID, Port> targets = new HashMap<>();
        add(targets, ports.all(present(all, FlowLog::port)));
        List<FlowLog> logs = new ArrayList<>();
        Map<UUID, SecurityGroup> groups = new HashMap<>();
        for (FlowLog log : all) {
            boolean anew =
                    units.contains(Unit.of(Kind.LOG, log.id())) || (log.port() != null && plugged.contains(log.port()));
            List<SecurityGroup> about = anew || !changed.isEmpty() ? about(log, targets) : List.of();
            if (anew || about.stream().anyMatch(group -> changed.contains(group.id()))) {
                logs.add(log);
                add(groups, about);
            }
        }
        return new Logged(logs, List.copyOf(groups.values()), List.copyOf(targets.values()));
    }

    private List<SecurityGroup> about(FlowLog log, Map<UUID, Port> targets) {
        if (log.group() != null) {
            return walls.groups.all(List.of(log.group()));
        }
        if (log.port() != null) {
            Port target = targets.get(log.port());
            return target == null ? List.of() : walls.groups.all(target.securityGroups());
        }
        return every(
                walls.groups,
                List.of(new Query.Condition("project_id", List.of(log.project().value()))));
    }

    private List<Trunk> carrying(Collection<Port> found) {
        return trunks.ofSubPorts(found.stream()
                .filter(port -> port.deviceOwner().equals(DeviceOwner.SUB_PORT))
                .map(Port::id)
                .toList());
    }

    private static Set<UUID> policies(Collection<Port> ports, Collection<FloatingIp> floating) {
        Set<UUID> policies = present(ports, port -> port.qos().effective());
        policies.addAll(present(floating, FloatingIp::qosPolicy));
        return policies;
    }

    private static <T> Set<UUID> present(Collection<T> things, Function<T, @Nullable UUID> id) {
        Set<UUID> ids = new HashSet<>();
        for (T thing : things) {
            UUID one = id.apply(thing);
            if (one != null) {
                ids.add(one);
            }
        }
        return ids;
    }

    private static Set<UUID> ids(Collection<Unit> units, Kind kind) {
        return units.stream()
                .filter(unit -> unit.is(kind))
                .map(Unit::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static <T extends Resource<T>> void add(Map<UUID, T> into, Collection<T> things) {
        things.forEach(thing -> into.put(thing.id(), thing));
    }
}
