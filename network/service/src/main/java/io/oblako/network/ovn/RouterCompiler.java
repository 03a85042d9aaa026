package io.oblako.network.ovn;

import static io.oblako.network.ovn.NbTable.GATEWAY_CHASSIS;
import static io.oblako.network.ovn.NbTable.LOAD_BALANCER;
import static io.oblako.network.ovn.NbTable.LOGICAL_ROUTER;
import static io.oblako.network.ovn.NbTable.LOGICAL_ROUTER_PORT;
import static io.oblako.network.ovn.NbTable.NAT;
import static io.oblako.network.ovn.NbTable.STATIC_ROUTE;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.Router;
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Routers, their ports, floating IPs and what these forward. Pure. */
final class RouterCompiler {

    /** Seconds after which a neighbour that was learned is forgotten. */
    private static final String NEIGHBOUR_AGE = "300";
    /** Hosts that stand in for each other as a router's gateway: OVN takes no more. */
    private static final int MOST_GATEWAYS = 5;

    private static Parent in(UUID router, String column) {
        return new Parent(LOGICAL_ROUTER, NbNames.routerRow(router), column);
    }

    List<NbRow> router(Model model, Router router) {
        Unit unit = Unit.of(Kind.ROUTER, router.id());
        long revision = router.standard().revision();
        List<NbRow> rows = new ArrayList<>();
        rows.add(NbRow.of(
                LOGICAL_ROUTER,
                NbNames.routerRow(router.id()),
                unit,
                revision,
                Map.of(
                        "name", Value.text("oblako-" + router.id()),
                        "enabled", Value.bool(router.adminStateUp()),
                        "options",
                                Value.map(Map.of(
                                        "always_learn_from_arp_request", "false",
                                        "dynamic_neigh_routers", "true",
                                        "mac_binding_age_threshold", NEIGHBOUR_AGE))),
                List.of(),
                Map.of("oblako:name", router.standard().name())));
        Map<String, String> routes = new TreeMap<>();
        for (ExtraRoute route : router.routes()) {
            // Of several ways to one place OVN would take all in turn, as Neutron's routers do.
            routes.put(route.destination() + " " + route.nextHop(), "");
        }
        Gateway gateway = router.gateway();
        if (gateway != null) {
            defaults(model, gateway).forEach(way -> routes.put(way, ""));
            if (gateway.snat()) {
                rows.addAll(snat(model, router, gateway, unit));
            }
        }
        routes.keySet().forEach(way -> rows.add(route(router, way, unit)));
        return rows;
    }

    private static List<String> defaults(Model model, Gateway gateway) {
        List<String> ways = new ArrayList<>();
        for (FixedIp ip : gateway.fixedIps()) {
            Subnet subnet = model.subnets().get(ip.subnet());
            Ip hop = subnet == null ? null : subnet.gateway();
            if (hop != null) {
                ways.add((hop.four() ? "0.0.0.0/0 " : "::/0 ") + hop);
            }
        }
        return ways;
    }

    private static NbRow route(Router router, String way, Unit unit) {
        int space = way.indexOf(' ');
        return NbRow.of(
                STATIC_ROUTE,
                NbNames.row("route", router.id(), way),
                unit,
                router.standard().revision(),
                Map.of(
                        "ip_prefix", Value.text(way.substring(0, space)),
                        "nexthop", Value.text(way.substring(space + 1))),
                List.of(in(router.id(), "static_routes")),
                Map.of());
    }

    /** What has no address of its own outside leaves under that of the router. IPv6 is not translated. */
    private static List<NbRow> snat(Model model, Router router, Gateway gateway, Unit unit) {
        String outside = gateway.fixedIps().stream()
                .map(FixedIp::address)
                .filter(Ip::four)
                .map(Ip::toString)
                .findFirst()
                .orElse(null);
        if (outside == null) {
            return List.of();
        }
        return model.interfaces(router.id()).stream()
                .flatMap(port -> port.fixedIps().stream())
                .map(FixedIp::subnet)
                .distinct()
                .map(model.subnets()::get)
                .filter(subnet -> subnet != null && subnet.cidr().version() == 4)
                .map(subnet -> nat(
                        NbNames.row("snat", router.id(), subnet.id(), outside),
                        unit,
                        router.standard().revision(),
                        router.id(),
                        Map.of(
                                "type", Value.text("snat"),
                                "external_ip", Value.text(outside),
                                "logical_ip", Value.text(subnet.cidr().toString()))))
                .toList();
    }

    private static NbRow nat(UUID uuid, Unit unit, long revision, UUID router, Map<String, Value> columns) {
        return NbRow.of(NAT, uuid, unit, revision, columns, List.of(in(router, "nat")), Map.of());
    }

    /**
     * The router's side of one of its ports; the other one is the port itself. Both are off while the network is down: what
     * is for a floating IP of the router itself turns around on this side.
     */
    List<NbRow> routerPort(Model model, Port port, Network on) {
        UUID router = UUID.fromString(port.deviceId());
        boolean gateway = port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY);
        List<String> networks = new ArrayList<>();
        Map<String, String> advertised = new TreeMap<>();
        for (FixedIp ip : port.fixedIps()) {
            Subnet subnet = model.subnets().get(ip.subnet());
            if (subnet != null) {
                networks.add(ip.address() + "/" + subnet.cidr().length());
                advertise(model, subnet, advertised);
            }
        }
        if (networks.isEmpty()) {
            return List.of(); // OVN knows no port of a router without addresses.
        }
        Map<String, Value> columns = new HashMap<>();
        columns.put("name", Value.text(NbNames.routerPortName(port.id())));
        columns.put("mac", Value.text(port.mac().text()));
        columns.put("networks", Value.texts(networks));
        columns.put("enabled", Value.bool(port.adminStateUp() && on.adminStateUp()));
        if (!gateway) {
            columns.put("ipv6_ra_configs", Value.map(advertised));
        }
        List<NbRow> rows = new ArrayList<>();
        rows.add(NbRow.of(
                LOGICAL_ROUTER_PORT,
                NbNames.routerPortRow(port.id()),
                Unit.of(Kind.PORT, port.id()),
                port.standard().revision(),
                columns,
                List.of(in(router, "ports")),
                Map.of("oblako:network", port.network().toString())));
        if (gateway) {
            rows.addAll(chassis(model.gateways(), router, port));
        }
        return rows;
    }

    private static void advertise(Model model, Subnet subnet, Map<String, String> advertised) {
        Network network = model.networks().get(subnet.network());
        if (subnet.raMode() != null && network != null) {
            advertised.put("address_mode", subnet.raMode().word().replace('-', '_'));
            advertised.put("send_periodic", "true");
            advertised.put("mtu", Integer.toString(network.mtu()));
        }
    }

    /** Each router begins its list of hosts somewhere else, so that they share the work. */
    private static List<NbRow> chassis(List<String> hosts, UUID router, Port port) {
        List<String> order = new ArrayList<>(hosts);
        if (order.isEmpty()) {
            return List.of();
        }
        Collections.rotate(order, Math.floorMod(router.hashCode(), order.size()));
        List<NbRow> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(order.size(), MOST_GATEWAYS); i++) {
            rows.add(NbRow.of(
                    GATEWAY_CHASSIS,
                    NbNames.row("gateway", port.id(), order.get(i)),
                    Unit.of(Kind.PORT, port.id()),
                    port.standard().revision(),
                    Map.of(
                            "name", Value.text(NbNames.routerPortName(port.id()) + "_" + order.get(i)),
                            "chassis_name", Value.text(order.get(i)),
                            "priority", Value.whole(MOST_GATEWAYS - i)),
                    List.of(new Parent(LOGICAL_ROUTER_PORT, NbNames.routerPortRow(port.id()), "gateway_chassis")),
                    Map.of()));
        }
        return rows;
    }

    /** @param model holds its router, its own port and the one that it leads to */
    List<NbRow> floatingIp(Model model, FloatingIp floating) {
        UUID routerId = floating.router();
        Router router = routerId == null ? null : model.routers().get(routerId);
        Gateway gateway = router == null ? null : router.gateway();
        if (router == null || gateway == null) {
            return List.of();
        }
        FloatingIp.Target target = floating.target();
        List<NbRow> rows = new ArrayList<>(QosCompiler.floatingIp(model, floating, gateway.port()));
        if (target == null) {
            rows.addAll(forwardings(router, floating));
        } else {
            rows.add(translation(model, router, floating, target));
        }
        return rows;
    }

    /** The host of the target translates by itself; for a target that is on no host, the router's gateway does. */
    private static NbRow translation(Model model, Router router, FloatingIp floating, FloatingIp.Target target) {
        Map<String, Value> columns = new HashMap<>();
        columns.put("type", Value.text("dnat_and_snat"));
        columns.put("external_ip", Value.text(floating.address().toString()));
        columns.put("logical_ip", Value.text(target.fixed().toString()));
        Port own = model.ports().get(floating.ownPort());
        Port to = model.ports().get(target.port());
        if (router.distributed() && own != null && to != null && to.binding().bound()) {
            columns.put("external_mac", Value.text(own.mac().text()));
            columns.put("logical_port", Value.text(target.port().toString()));
        }
        return nat(
                NbNames.row("floating ip", floating.id()),
                Unit.of(Kind.FLOATING_IP, floating.id()),
                floating.standard().revision(),
                router.id(),
                columns);
    }

    /**
     * One load balancer per protocol, with a single member behind each port. By default OVN chooses it by a hash for which
     * Open vSwitch recirculates the first packet of each connection; a hash of an address that was matched already needs
     * none. In user space that decides: Open vSwitch 3.1 drops what needs a seventh recirculation, which is the way
     * through two routers that translate, between two guests that are filtered.
     *
     * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-nb.5.html">ovn-nb(5), selection_fields</a>
     * @see <a href="https://github.com/openvswitch/ovs/blob/branch-3.1/lib/dpif-netdev.c">MAX_RECIRC_DEPTH</a>
     */
    private static List<NbRow> forwardings(Router router, FloatingIp floating) {
        Map<String, Map<String, String>> byProtocol = new TreeMap<>();
        for (PortForwarding forwarding : floating.forwardings()) {
            for (int i = 0; i < forwarding.external().size(); i++) {
                byProtocol
                        .computeIfAbsent(forwarding.protocol(), _ -> new TreeMap<>())
                        .put(
                                floating.address() + ":"
                                        + (forwarding.external().first() + i),
                                forwarding.fixed() + ":"
                                        + (forwarding.internal().first() + i));
            }
        }
        List<NbRow> rows = new ArrayList<>();
        byProtocol.forEach((protocol, vips) -> rows.add(NbRow.of(
                LOAD_BALANCER,
                NbNames.row("forwarding", floating.id(), protocol),
                Unit.of(Kind.FLOATING_IP, floating.id()),
                floating.standard().revision(),
                Map.of(
                        "name", Value.text("pf-floatingip-" + floating.id() + "-" + protocol),
                        "vips", Value.map(vips),
                        "protocol", Value.text(protocol),
                        "selection_fields", Value.text("ip_dst")),
                List.of(in(router.id(), "load_balancer")),
                Map.of())));
        return rows;
    }
}
