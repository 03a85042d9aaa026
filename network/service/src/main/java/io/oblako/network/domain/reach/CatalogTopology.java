package io.oblako.network.domain.reach;

import io.oblako.network.domain.Query;
import io.oblako.network.domain.Query.Condition;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.RouterInterfaces.World;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is stored, read as the model asks for it: what it costs depends on the length of the way, not on how much there
 * is.
 */
public final class CatalogTopology implements Topology {

    private static final Viewer EVERYTHING = new Viewer(null, true);
    /** Several ports use one address besides their own at most where services stand in for each other. */
    private static final int MOST_HOLDERS = 100;

    private final World world;
    private final Routers routers;
    private final FloatingIps floatingIps;
    private final SecurityGroups groups;
    private final AddressGroups addressGroups;

    public CatalogTopology(
            World world, Routers routers, FloatingIps floatingIps, SecurityGroups groups, AddressGroups addressGroups) {
        this.world = world;
        this.routers = routers;
        this.floatingIps = floatingIps;
        this.groups = groups;
        this.addressGroups = addressGroups;
    }

    @Override
    public Optional<Network> network(UUID id) {
        return world.networks().find(id);
    }

    @Override
    public Optional<Subnet> subnet(UUID id) {
        return world.subnets().find(id);
    }

    @Override
    public Optional<Router> router(UUID id) {
        return routers.find(id);
    }

    @Override
    public Optional<AddressGroup> addressGroup(UUID id) {
        return addressGroups.find(id);
    }

    @Override
    public List<SecurityGroup> groups(Collection<UUID> ids) {
        Map<UUID, SecurityGroup> found =
                groups.all(ids).stream().collect(Collectors.toMap(SecurityGroup::id, Function.identity()));
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    @Override
    public List<Port> holders(UUID network, Ip address) {
        Condition there = new Condition("network_id", List.of(network.toString()));
        List<Port> own = ports(List.of(there, is("fixed_ips.ip_address", address)));
        return own.isEmpty() ? ports(List.of(there, is("allowed_address_pairs.holding", address))) : own;
    }

    private static Condition is(String attribute, Object value) {
        return new Condition(attribute, List.of(value.toString()));
    }

    private List<Port> ports(List<Condition> conditions) {
        return world.ports()
                .list(new Query(EVERYTHING, conditions, Query.Tags.ANY, List.of(), MOST_HOLDERS, null, false))
                .rows();
    }

    @Override
    public List<Port> portsOf(Router router) {
        List<Port> ports =
                new ArrayList<>(world.ports().ofDevice(router.id().toString(), DeviceOwner.ROUTER_INTERFACE));
        Gateway gateway = router.gateway();
        if (gateway != null) {
            world.ports().find(gateway.port()).ifPresent(ports::add);
        }
        return ports;
    }

    @Override
    public List<Router> routersOn(UUID subnet) {
        return routers.onSubnet(subnet);
    }

    @Override
    public List<FloatingIp> through(UUID router) {
        return floatingIps.through(router);
    }

    @Override
    public Optional<FloatingIp> floatingIp(Ip address) {
        return floatingIps
                .list(Query.where(EVERYTHING, "floating_ip_address", List.of(address.toString())))
                .rows()
                .stream()
                .findFirst();
    }

    @Override
    public boolean member(UUID group, Ip address) {
        return ports(List.of(is("security_groups.id", group), is("fixed_ips.ip_address", address))).stream()
                .anyMatch(Port::filtered);
    }
}
