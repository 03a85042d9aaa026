package io.oblako.network.domain.port;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.AddressChooser;
import io.oblako.network.domain.network.Ipam;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.security.PortGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of ports. */
public final class PortLifecycle implements Lifecycle<Port> {

    private static final int MAC_TRIES = 32;

    private final Ports ports;
    private final Reach reach;
    private final PortGroups groups;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;
    private final RandomGenerator random;
    private final PortAddresses addresses;

    /** What a port lies on, and what hangs on it. */
    public record Reach(Networks networks, Subnets subnets, Ipam ipam, QosUse qos, List<PortTie> ties) {
        public Reach {
            ties = List.copyOf(ties);
        }
    }

    public PortLifecycle(
            Ports ports,
            Reach reach,
            PortGroups groups,
            Quotas quotas,
            Changes changes,
            Stamp stamp,
            RandomGenerator random) {
        this.ports = ports;
        this.reach = reach;
        this.groups = groups;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
        this.random = random;
        this.addresses = new PortAddresses(reach.ipam, new AddressChooser(reach.ipam, random));
    }

    @Override
    public Port create(Viewer viewer, Values asked) {
        return make(viewer, stamp.born(asked), asked, Port.Fate.NEW);
    }

    /** @param standard decided by whoever wants it, for orders; the viewer is the one for whom it is */
    Port make(Viewer viewer, Standard standard, Values asked, Port.Fate fate) {
        Network network = usable(viewer, asked.id("network_id"));
        PortRules.checkTrust(viewer, asked, network, "", "create");
        quotas.reserve(Kind.PORT, standard.project(), 1);
        Values wanted = asked.given("port_security_enabled")
                ? asked
                : asked.with("port_security_enabled", network.portSecurity());
        reach.qos.checked(viewer, wanted);
        return place(network, standard, wanted, groupsOf(viewer, standard.project(), wanted, null), fate);
    }

    /** A new port, of whoever may have it: addresses are found, and it is told of. */
    Port place(Network network, Standard standard, Values wanted, List<UUID> securityGroups, Port.Fate fate) {
        List<Subnet> subnets = reach.subnets.of(network.id());
        Mac mac = mac(network.id(), wanted);
        List<FixedIp> fixedIps = wanted.given("fixed_ips") && wanted.optional("fixed_ips", List.class) != null
                ? chosen(network, wanted, mac, subnets)
                : addresses.standard(network.id(), wanted.text("device_owner"), mac, subnets);
        Port port =
                Port.of(standard, wanted, new Port.Decided(mac, fixedIps, securityGroups, qos(network, wanted)), fate);
        PortRules.checkWhole(port, subnets);
        ports.add(port);
        changes.changed(port);
        return port;
    }

    private static Port.Qos qos(Network network, Values wanted) {
        return new Port.Qos(wanted.optional("qos_policy_id", UUID.class), network.qosPolicy());
    }

    /** An empty list is a port without addresses; otherwise those of automatic subnets come by themselves. */
    private List<FixedIp> chosen(Network network, Values wanted, Mac mac, List<Subnet> subnets) {
        List<FixedIp.Wish> wishes = wanted.list("fixed_ips", FixedIp.Wish.class);
        return DeviceOwner.trusted(wanted.text("device_owner"))
                ? addresses.named(network.id(), wishes, mac, subnets, List.of())
                : addresses.wished(network.id(), wishes, mac, subnets, List.of(), !wishes.isEmpty());
    }

    /** Whether an address of the subnet is free. */
    boolean hasRoom(Subnet subnet) {
        return addresses.hasRoom(subnet);
    }

    /** What a port of the network service's own devices would have instead. */
    List<FixedIp> readdressed(Network network, Port port, List<FixedIp.Wish> wishes) {
        return addresses.named(network.id(), wishes, port.mac(), reach.subnets.of(network.id()), port.fixedIps());
    }

    private Network usable(Viewer viewer, UUID id) {
        Network network = reach.networks.require(viewer, id);
        if (!viewer.operator() && !viewer.owns(network) && !network.sharedWith(viewer)) {
            throw Kind.NETWORK.notFound(id); // An external network is seen by all, but only routers have ports on it.
        }
        return network;
    }

    private Mac mac(UUID network, Values wanted) {
        Mac asked = wanted.optional("mac_address", Mac.class);
        if (asked != null) {
            if (ports.macInUse(network, asked)) {
                throw macInUse(network, asked);
            }
            return asked;
        }
        for (int i = 0; i < MAC_TRIES; i++) {
            Mac drawn = Mac.random(random);
            if (!ports.macInUse(network, drawn)) {
                return drawn;
            }
        }
        throw CloudException.conflict("No MAC address could be found on network %s.".formatted(network));
    }

    private static CloudException macInUse(UUID network, Mac mac) {
        return new CloudException(
                NetworkError.MAC_ADDRESS_IN_USE,
                "Unable to complete operation for network %s. The mac address %s is in use.".formatted(network, mac));
    }

    private List<UUID> groupsOf(Viewer viewer, ProjectId project, Values wanted, @Nullable Port before) {
        boolean said = wanted.given("security_groups") && wanted.optional("security_groups", List.class) != null;
        if (said) {
            return groups.checked(viewer, project, wanted.list("security_groups", UUID.class));
        }
        if (before != null) {
            return before.securityGroups();
        }
        boolean none = !wanted.flag("port_security_enabled") || DeviceOwner.trusted(wanted.text("device_owner"));
        return none ? List.of() : List.of(groups.standard(project));
    }

    @Override
    public Port change(Viewer viewer, Port current, Values wanted) {
        viewer.requireOwner(current, "update_port");
        Network network =
                reach.networks.find(current.network()).orElseThrow(() -> Kind.NETWORK.notFound(current.network()));
        PortRules.checkTrust(viewer, wanted, network, current.deviceOwner(), "update");
        List<Subnet> subnets = reach.subnets.of(network.id());
        Mac mac = changedMac(current, wanted);
        List<FixedIp> fixedIps = wanted.given("fixed_ips")
                ? addresses.wished(
                        network.id(),
                        wanted.list("fixed_ips", FixedIp.Wish.class),
                        mac,
                        subnets,
                        current.fixedIps(),
                        false)
                : current.fixedIps();
        List<UUID> securityGroups = groupsOf(viewer, current.project(), wanted, current);
        reach.qos.checked(viewer, wanted);
        Port next = Port.of(
                stamp.changed(current.standard(), wanted),
                wanted,
                new Port.Decided(mac, fixedIps, securityGroups, qos(network, wanted)),
                Port.Fate.of(current));
        PortRules.checkWhole(next, subnets);
        letGo(current, next);
        return save(next);
    }

    /** What hangs on an address that goes is told so. */
    private void letGo(Port current, Port next) {
        Set<Ip> lost = current.fixedIps().stream().map(FixedIp::address).collect(Collectors.toCollection(HashSet::new));
        next.fixedIps().forEach(kept -> lost.remove(kept.address()));
        if (!lost.isEmpty()) {
            reach.ties.forEach(tie -> tie.losing(current, lost));
        }
    }

    @Override
    public Port save(Port next) {
        Port saved = ports.save(next);
        changes.changed(saved);
        return saved;
    }

    /** As a PUT of its security groups by its owner. */
    Port regrouped(Port current, List<UUID> wanted) {
        List<UUID> checked = groups.checked(new Viewer(current.project(), false), current.project(), wanted);
        Port next = stamp.touched(current.inGroups(checked));
        PortRules.checkWhole(next, reach.subnets.of(current.network()));
        return save(next);
    }

    /**
     * As a PUT by its owner of its addresses and another one, of IPv4 if the network has room for one.
     *
     * @throws CloudException IP_ADDRESS_GENERATION_FAILURE
     */
    Port withAnotherAddress(Port current) {
        Subnet roomy = reach.subnets.of(current.network()).stream()
                .filter(subnet -> !subnet.automatic())
                .sorted(Comparator.comparing(subnet -> subnet.cidr().version()))
                .filter(addresses::hasRoom)
                .findFirst()
                .orElseThrow(() -> PortAddresses.full(current.network()));
        List<FixedIp.Wish> wanted = new ArrayList<>(
                current.fixedIps().stream().map(FixedIp.Wish::of).toList());
        wanted.add(new FixedIp.Wish(roomy.id(), null));
        return at(current, wanted);
    }

    /** As a PUT by its owner of its other addresses. */
    Port without(Port current, String address) {
        List<FixedIp.Wish> others = current.fixedIps().stream()
                .filter(ip -> !ip.address().toString().equals(address))
                .map(FixedIp.Wish::of)
                .toList();
        return others.size() == current.fixedIps().size() ? current : at(current, others);
    }

    private Port at(Port current, List<FixedIp.Wish> wanted) {
        List<Subnet> subnets = reach.subnets.of(current.network());
        List<FixedIp> chosen =
                addresses.wished(current.network(), wanted, current.mac(), subnets, current.fixedIps(), false);
        Port next = current.withAddresses(chosen).with(current.standard().touched(stamp.now()));
        PortRules.checkWhole(next, subnets);
        letGo(current, next);
        return save(next);
    }

    private Mac changedMac(Port current, Values wanted) {
        Mac asked = wanted.optional("mac_address", Mac.class);
        if (asked == null || asked.equals(current.mac())) {
            return current.mac();
        }
        if (current.binding().bound()) {
            throw new CloudException(
                    NetworkError.PORT_BOUND,
                    "Unable to complete operation on port %s, port is already bound: its MAC address cannot change."
                            .formatted(current.id()));
        }
        if (ports.macInUse(current.network(), asked)) {
            throw macInUse(current.network(), asked);
        }
        return asked;
    }

    /** The owner of the network may delete ports of others on it. */
    @Override
    public void delete(Viewer viewer, Port current) {
        boolean onOwnNetwork =
                reach.networks.find(current.network()).filter(viewer::owns).isPresent();
        if (!onOwnNetwork) {
            viewer.requireOwner(current, "delete_port");
        }
        if (DeviceOwner.heldByDevice(current.deviceOwner())) {
            throw new CloudException(
                    NetworkError.SERVICE_PORT_IN_USE,
                    "Port %s cannot be deleted directly via the port API: has device owner %s."
                            .formatted(current.id(), current.deviceOwner()));
        }
        remove(current);
    }

    /** @param current locked */
    void remove(Port current) {
        reach.ties.forEach(tie -> tie.leaving(current));
        ports.remove(current);
        changes.gone(Kind.PORT, current.id());
    }
}
