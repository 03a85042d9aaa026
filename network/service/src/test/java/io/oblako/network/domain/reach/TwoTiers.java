package io.oblako.network.domain.reach;

import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Things.Device;
import io.oblako.network.domain.reach.Things.Wall;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwarding.Numbers;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Two tenants with the same addresses, each with a web server on one network and a database on another behind the same
 * router. Everybody reaches the web server at port 80 by its floating IP, the web server the database at port 5432; the
 * database's port 22 is forwarded. Ids follow from names: {@code Things.id("shop web")}.
 */
public final class TwoTiers {

    private final List<Network> networks = new ArrayList<>();
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final List<SecurityGroup> groups = new ArrayList<>();
    private final List<Router> routers = new ArrayList<>();
    private final List<FloatingIp> floatingIps = new ArrayList<>();

    private TwoTiers() {
        network("operators", "outside", "203.0.113.0/24", true);
        tenant("shop", 10);
        tenant("bank", 20);
    }

    public static Snapshot cloud() {
        TwoTiers tiers = new TwoTiers();
        return new Snapshot(
                tiers.networks, tiers.subnets, tiers.ports, tiers.groups, List.of(), tiers.routers, tiers.floatingIps);
    }

    private void network(String project, String name, String cidr, boolean external) {
        Standard standard = Things.standard(name, project);
        Subnet subnet = Things.subnet(
                Things.standard(name + " subnet", project),
                standard.id(),
                Cidr.of(cidr),
                Cidr.of(cidr).base().plus(1),
                true,
                null);
        subnets.add(subnet);
        networks.add(Things.network(standard, true, external, List.of(subnet.id())));
    }

    private void port(String project, String name, String network, String ip, Device device, Wall wall) {
        ports.add(Things.port(
                Things.standard(name, project),
                Things.id(network),
                new Mac("fa:16:3e:00:00:%02x".formatted(ports.size())),
                List.of(new FixedIp(Things.id(network + " subnet"), Ip.of(ip))),
                true,
                device,
                wall));
    }

    private void tenant(String project, int number) {
        String front = project + " front";
        String back = project + " back";
        network(project, front, "10.0.1.0/24", false);
        network(project, back, "10.0.2.0/24", false);
        UUID web = group(project, "web", 80, null);
        UUID database = group(project, "database", 5432, web);
        port(project, project + " web", front, "10.0.1.10", guest("web"), new Wall(true, List.of(web), List.of()));
        port(
                project,
                project + " database",
                back,
                "10.0.2.10",
                guest("db"),
                new Wall(true, List.of(database), List.of()));
        UUID router = Things.id(project + " router");
        Device inside = new Device(router.toString(), DeviceOwner.ROUTER_INTERFACE);
        port(project, front + " interface", front, "10.0.1.1", inside, Wall.NONE);
        port(project, back + " interface", back, "10.0.2.1", inside, Wall.NONE);
        String gateway = project + " gateway";
        String address = "203.0.113." + number;
        port(
                "operators",
                gateway,
                "outside",
                address,
                new Device(router.toString(), DeviceOwner.ROUTER_GATEWAY),
                Wall.NONE);
        FixedIp outer = new FixedIp(Things.id("outside subnet"), Ip.of(address));
        routers.add(new Router(
                Things.standard(project + " router", project),
                true,
                new Gateway(Things.id("outside"), Things.id(gateway), true, List.of(outer)),
                List.of(),
                true,
                false,
                List.of()));
        floatingIp(project, number + 1, new FloatingIp.Target(Things.id(project + " web"), Ip.of("10.0.1.10")));
        floatingIp(project, number + 2, null);
    }

    private static Device guest(String server) {
        return new Device(server, "compute:nova");
    }

    private UUID group(String project, String name, int port, UUID from) {
        Standard standard = Things.standard(project + " " + name + " group", project);
        groups.add(new SecurityGroup(
                standard,
                true,
                List.of(
                        rule(standard, Direction.EGRESS, null, null, null),
                        rule(standard, Direction.INGRESS, "tcp", port, from))));
        return standard.id();
    }

    private static SecurityRule rule(Standard group, Direction direction, String protocol, Integer port, UUID remote) {
        return new SecurityRule(
                Things.standard(
                        group.name() + " " + direction.word(), group.project().value()),
                group.id(),
                direction,
                EtherType.IPV4,
                protocol,
                port,
                port,
                null,
                remote,
                null);
    }

    private void floatingIp(String project, int number, FloatingIp.Target target) {
        String name = project + (target == null ? " forwarder" : " floating");
        String address = "203.0.113." + number;
        port(
                "operators",
                name + " port",
                "outside",
                address,
                new Device(Things.id(name).toString(), DeviceOwner.FLOATING_IP),
                Wall.NONE);
        PortForwarding forwarding = new PortForwarding(
                Things.standard(name + " forwarding", project),
                Things.id(name),
                "tcp",
                new Numbers(2222, 2222),
                Things.id(project + " database"),
                Ip.of("10.0.2.10"),
                new Numbers(22, 22));
        floatingIps.add(new FloatingIp(
                Things.standard(name, project),
                Things.id("outside"),
                Things.id(name + " port"),
                Ip.of(address),
                target,
                Things.id(project + " router"),
                null,
                target == null ? List.of(forwarding) : List.of(),
                null));
    }
}
