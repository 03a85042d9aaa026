package io.oblako.network.ovn;

import io.oblako.kernel.page.Page;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
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
import io.oblako.network.domain.security.SecurityGroups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads what is compiled. A thing that is made or goes away meanwhile may be missing on one side only: it has a mark by
 * then, and is compiled again.
 */
public final class Models {

    private static final Viewer EVERYTHING = new Viewer(null, true);

    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final Walls walls;
    private final Ways ways;

    /** What may pass. */
    public record Walls(SecurityGroups groups, AddressGroups addresses, QosPolicies policies) {}

    /** What leads from one network to another. */
    public record Ways(Routers routers, FloatingIps floatingIps) {}

    public Models(Networks networks, Subnets subnets, Ports ports, Walls walls, Ways ways) {
        this.networks = networks;
        this.subnets = subnets;
        this.ports = ports;
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
                        every(walls.groups, List.of()),
                        every(walls.addresses, List.of()),
                        every(walls.policies, List.of()),
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
        List<Router> routers = ways.routers.all(routers(units, found.values()));
        routers.forEach(router -> {
            units.add(Unit.of(Kind.ROUTER, router.id()));
            add(found, ports.ofDevice(router.id().toString(), DeviceOwner.ROUTER_INTERFACE));
        });
        Map<UUID, FloatingIp> floating = new HashMap<>();
        add(floating, ways.floatingIps.all(ids(units, Kind.FLOATING_IP)));
        routers.forEach(router -> add(floating, ways.floatingIps.through(router.id())));
        floating.keySet().forEach(id -> units.add(Unit.of(Kind.FLOATING_IP, id)));
        Set<UUID> translating = floating.values().stream()
                .map(FloatingIp::router)
                .filter(id -> id != null)
                .collect(Collectors.toSet());
        add(found, ports.all(floating.values().stream().map(FloatingIp::ownPort).toList()));

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
                                walls.groups.all(ids(units, Kind.SECURITY_GROUP)),
                                walls.addresses.all(ids(units, Kind.ADDRESS_GROUP)),
                                walls.policies.all(policies(found.values())),
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

    private static Set<UUID> policies(Collection<Port> ports) {
        return ports.stream()
                .map(port -> port.qos().effective())
                .filter(id -> id != null)
                .collect(Collectors.toSet());
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
