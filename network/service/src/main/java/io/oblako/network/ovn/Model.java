package io.oblako.network.ovn;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.trunk.Trunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Things of the domain as they were at one moment: all there are, or the closure of some, which holds all that these
 * are compiled from. Immutable.
 */
public final class Model {

    private final Map<Class<?>, Map<UUID, Resource<?>>> things;
    private final Map<String, List<Port>> interfaces = new HashMap<>();
    private final Map<UUID, Carrier> carriers = new HashMap<>();
    private final List<String> gateways;

    /** Through which port another one reaches its guest, and under which VLAN tag. */
    record Carrier(UUID parent, int tag) {}

    private Model(Map<Class<?>, Map<UUID, Resource<?>>> things, List<String> gateways) {
        this.things = things;
        this.gateways = gateways.stream().sorted().distinct().toList();
        ports().values().stream()
                .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE))
                .sorted(Comparator.comparing(Port::id))
                .forEach(port -> interfaces
                        .computeIfAbsent(port.deviceId(), _ -> new ArrayList<>())
                        .add(port));
        of(Trunk.class)
                .values()
                .forEach(trunk -> trunk.subPorts()
                        .forEach(sub -> carriers.put(sub.port(), new Carrier(trunk.port(), sub.segmentationId()))));
    }

    /** @param gateways names of the hosts where routers may lead outside */
    public static Model of(Collection<? extends Collection<? extends Resource<?>>> kinds, List<String> gateways) {
        Map<Class<?>, Map<UUID, Resource<?>>> things = new HashMap<>();
        kinds.forEach(kind -> kind.forEach(thing ->
                things.computeIfAbsent(thing.getClass(), _ -> new HashMap<>()).put(thing.id(), thing)));
        return new Model(things, gateways);
    }

    /** Keys of the inner maps are classes of their values: they were made so. */
    @SuppressWarnings("unchecked")
    private <T extends Resource<T>> Map<UUID, T> of(Class<T> kind) {
        return (Map<UUID, T>) (Map<UUID, ?>) things.getOrDefault(kind, Map.of());
    }

    Map<UUID, Network> networks() {
        return of(Network.class);
    }

    Map<UUID, Subnet> subnets() {
        return of(Subnet.class);
    }

    Map<UUID, Port> ports() {
        return of(Port.class);
    }

    Map<UUID, SecurityGroup> groups() {
        return of(SecurityGroup.class);
    }

    Map<UUID, AddressGroup> addressGroups() {
        return of(AddressGroup.class);
    }

    Map<UUID, Router> routers() {
        return of(Router.class);
    }

    Map<UUID, FloatingIp> floatingIps() {
        return of(FloatingIp.class);
    }

    Map<UUID, QosPolicy> policies() {
        return of(QosPolicy.class);
    }

    Map<UUID, FlowLog> logs() {
        return of(FlowLog.class);
    }

    /** The interfaces of a router. */
    List<Port> interfaces(UUID router) {
        return interfaces.getOrDefault(router.toString(), List.of());
    }

    /** Absent for a port that is plugged in by itself. */
    Optional<Carrier> carrier(UUID port) {
        return Optional.ofNullable(carriers.get(port));
    }

    /** The hosts where routers may lead outside, in order. */
    List<String> gateways() {
        return gateways;
    }
}
