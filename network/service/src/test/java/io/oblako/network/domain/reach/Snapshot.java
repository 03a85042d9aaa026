package io.oblako.network.domain.reach;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All things of a cloud, as they were at one moment. */
public record Snapshot(
        List<Network> networks,
        List<Subnet> subnets,
        List<Port> ports,
        List<SecurityGroup> securityGroups,
        List<AddressGroup> addressGroups,
        List<Router> routers,
        List<FloatingIp> floatingIps)
        implements Topology {

    public Snapshot {
        networks = List.copyOf(networks);
        subnets = List.copyOf(subnets);
        ports = List.copyOf(ports);
        securityGroups = List.copyOf(securityGroups);
        addressGroups = List.copyOf(addressGroups);
        routers = List.copyOf(routers);
        floatingIps = List.copyOf(floatingIps);
    }

    private static <T extends Resource<T>> Optional<T> one(List<T> all, UUID id) {
        return all.stream().filter(thing -> thing.id().equals(id)).findFirst();
    }

    /** The same with other floating IPs. */
    public Snapshot with(List<FloatingIp> others) {
        return new Snapshot(networks, subnets, ports, securityGroups, addressGroups, routers, others);
    }

    /** The same with one network down. */
    public Snapshot withDown(UUID down) {
        List<Network> others = networks.stream()
                .map(one -> one.id().equals(down)
                        ? Things.network(one.standard(), false, one.external(), one.subnets())
                        : one)
                .toList();
        return new Snapshot(others, subnets, ports, securityGroups, addressGroups, routers, floatingIps);
    }

    /** The same with every group stateless. */
    public Snapshot withStatelessGroups() {
        List<SecurityGroup> stateless = securityGroups.stream()
                .map(group -> new SecurityGroup(group.standard(), false, group.rules()))
                .toList();
        return new Snapshot(networks, subnets, ports, stateless, addressGroups, routers, floatingIps);
    }

    public Port port(UUID id) {
        return one(ports, id).orElseThrow();
    }

    @Override
    public Optional<Network> network(UUID id) {
        return one(networks, id);
    }

    @Override
    public Optional<Subnet> subnet(UUID id) {
        return one(subnets, id);
    }

    @Override
    public Optional<Router> router(UUID id) {
        return one(routers, id);
    }

    @Override
    public Optional<AddressGroup> addressGroup(UUID id) {
        return one(addressGroups, id);
    }

    @Override
    public List<SecurityGroup> groups(Collection<UUID> ids) {
        return ids.stream().flatMap(id -> one(securityGroups, id).stream()).toList();
    }

    @Override
    public List<Port> holders(UUID network, Ip address) {
        List<Port> on = ports.stream()
                .filter(port -> port.network().equals(network))
                .sorted(Comparator.comparing(Port::id))
                .toList();
        List<Port> own = on.stream()
                .filter(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address)))
                .toList();
        return own.isEmpty()
                ? on.stream()
                        .filter(port -> port.pairs().stream()
                                .anyMatch(pair -> pair.address().contains(address)))
                        .toList()
                : own;
    }

    @Override
    public List<Port> portsOf(Router router) {
        return ports.stream()
                .filter(port -> port.deviceId().equals(router.id().toString()))
                .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE)
                        || port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY))
                .toList();
    }

    @Override
    public List<Router> routersOn(UUID subnet) {
        return routers.stream()
                .filter(router -> portsOf(router).stream()
                        .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE))
                        .anyMatch(port -> port.fixedIps().stream()
                                .anyMatch(ip -> ip.subnet().equals(subnet))))
                .toList();
    }

    @Override
    public List<FloatingIp> through(UUID router) {
        return floatingIps.stream()
                .filter(floatingIp -> router.equals(floatingIp.router()))
                .toList();
    }

    @Override
    public Optional<FloatingIp> floatingIp(Ip address) {
        return floatingIps.stream()
                .filter(floatingIp -> floatingIp.address().equals(address))
                .findFirst();
    }

    @Override
    public boolean member(UUID group, Ip address) {
        return ports.stream()
                .filter(Port::filtered)
                .filter(port -> port.securityGroups().contains(group))
                .anyMatch(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address)));
    }
}
