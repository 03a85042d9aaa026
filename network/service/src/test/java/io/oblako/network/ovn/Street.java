package io.oblako.network.ovn;

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
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.reach.Things.Device;
import io.oblako.network.domain.reach.Things.Wall;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two tenants, each with a network 10.0.0.0/24 and fd00::/64 and a router: guests of the first one, with a neighbour of
 * the other tenant who has the same addresses as the second guest.
 */
final class Street {

    static final int ATTACKER = 0;
    static final int VICTIM = 1;
    static final int BYSTANDER = 2;
    static final int STRANGER = 3;
    static final int GUESTS = 4;

    /** Lets everything out and in, so that no rule explains why something does not arrive. */
    static final UUID OPEN = Things.id("open");

    private final List<Network> networks = new ArrayList<>();
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<Router> routers = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();

    /** A host whose switch the guests are plugged in at, with everything let through. */
    static SwitchedHost host() {
        SwitchedHost host = new SwitchedHost(GUESTS);
        host.want(new Street(OPEN).model(open()));
        host.plug(guests());
        host.awaitPlugged(0, GUESTS);
        host.settle();
        return host;
    }

    /** @param pairsOfAttacker addresses that the first guest may send from besides its own */
    Street(UUID groupOfVictim, AddressPair... pairsOfAttacker) {
        home("red");
        home("blue");
        List<UUID> groups = List.of(OPEN, groupOfVictim, OPEN, OPEN);
        for (int i = 0; i < GUESTS; i++) {
            boolean stranger = i == STRANGER;
            ports.add(port(
                    "guest" + i,
                    stranger ? "blue" : "red",
                    mac(i),
                    stranger ? 10 + VICTIM : 10 + i,
                    new Device("server" + i, "compute:nova"),
                    new Wall(true, List.of(groups.get(i)), i == ATTACKER ? List.of(pairsOfAttacker) : List.of())));
        }
    }

    static UUID id(int guest) {
        return Things.id("guest" + guest);
    }

    static Mac mac(int guest) {
        return new Mac("fa:16:3e:00:00:0" + guest);
    }

    /** Of the router that the red guests have. */
    static Mac gatewayMac() {
        return new Mac("fa:16:3e:00:01:00");
    }

    static Ip four(int guest) {
        return Ip.of("10.0.0." + (10 + guest));
    }

    static Ip six(int guest) {
        return Ip.of("fd00::%x".formatted(10 + guest));
    }

    static Ip linkLocal(Mac mac) {
        return mac.eui64(Cidr.of("fe80::/64"));
    }

    static SecurityGroup group(UUID id, SecurityRule... rules) {
        return new SecurityGroup(Things.standard(id, "", "red"), true, List.of(rules));
    }

    /** By which all packets of the protocol, or of every one, pass; to one port of it, when one is named. */
    static SecurityRule rule(
            UUID group, Direction direction, EtherType type, @Nullable String protocol, @Nullable Integer port) {
        String name = "%s %s %s %s %s".formatted(group, direction, type, protocol, port);
        return new SecurityRule(
                Things.standard(name, "red"), group, direction, type, protocol, port, port, null, null, null);
    }

    static SecurityGroup open() {
        return group(
                OPEN,
                Stream.of(EtherType.values())
                        .flatMap(type -> Stream.of(Direction.values()).map(way -> rule(OPEN, way, type, null, null)))
                        .toArray(SecurityRule[]::new));
    }

    Model model(SecurityGroup... groups) {
        return Model.of(List.of(networks, subnets, routers, ports, List.of(groups)), List.of(SwitchedHost.NAME));
    }

    static List<UUID> guests() {
        return Stream.iterate(0, i -> i < GUESTS, i -> i + 1).map(Street::id).toList();
    }

    private void home(String project) {
        UUID network = Things.id(project);
        List<UUID> ids = new ArrayList<>();
        for (String cidr : List.of("10.0.0.0/24", "fd00::/64")) {
            Cidr prefix = Cidr.of(cidr);
            Standard standard = Things.standard(project + cidr, project);
            Ipv6Mode mode = prefix.version() == 6 ? Ipv6Mode.DHCPV6_STATEFUL : null;
            subnets.add(Things.subnet(standard, network, prefix, prefix.base().plus(1), true, mode));
            ids.add(standard.id());
        }
        networks.add(Things.network(Things.standard(network, project, project), true, false, ids));
        Standard router = Things.standard(project + " router", project);
        routers.add(new Router(router, true, null, List.of(), false, false, List.of()));
        Device device = new Device(router.id().toString(), DeviceOwner.ROUTER_INTERFACE);
        Mac mac = project.equals("red") ? gatewayMac() : new Mac("fa:16:3e:00:02:00");
        ports.add(port(project + " gateway", project, mac, 1, device, Wall.NONE));
    }

    private Port port(String name, String project, Mac mac, int number, Device device, Wall wall) {
        List<FixedIp> ips = subnets.stream()
                .filter(subnet -> subnet.network().equals(Things.id(project)))
                .map(subnet -> new FixedIp(subnet.id(), subnet.cidr().base().plus(number)))
                .toList();
        return Things.port(Things.standard(name, project), Things.id(project), mac, ips, true, device, wall);
    }
}
