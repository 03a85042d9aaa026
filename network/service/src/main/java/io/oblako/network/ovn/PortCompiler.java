package io.oblako.network.ovn;

import static io.oblako.network.ovn.NbTable.DHCP_OPTIONS;
import static io.oblako.network.ovn.NbTable.LOGICAL_SWITCH;
import static io.oblako.network.ovn.NbTable.LOGICAL_SWITCH_PORT;
import static io.oblako.network.ovn.NbTable.PORT_GROUP;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Ports: where they are plugged, what may come from them, which groups they are in, their names. Pure. */
final class PortCompiler {

    private static final Cidr LINK = Cidr.of("fe80::/64");

    private final Guest guest;
    private final DhcpOptions dhcp;

    private final RouterCompiler routers;

    PortCompiler(Guest guest, DhcpOptions dhcp, RouterCompiler routers) {
        this.guest = guest;
        this.dhcp = dhcp;
        this.routers = routers;
    }

    /** @param model holds the port's network and subnets; what is not there yet is left out */
    List<NbRow> port(Model model, Port port) {
        Network network = model.networks().get(port.network());
        if (network == null || port.deviceOwner().equals(DeviceOwner.FLOATING_IP)) {
            return List.of(); // The router itself answers for floating IPs.
        }
        List<NbRow> rows = new ArrayList<>();
        Map<String, Value> columns = new HashMap<>();
        boolean router = ofRouter(port);
        columns.put("name", Value.text(port.id().toString()));
        columns.put("type", Value.text(router ? "router" : ""));
        columns.put("enabled", Value.bool(port.adminStateUp() && network.adminStateUp()));
        if (router) {
            rows.addAll(routers.routerPort(model, port, network));
            columns.put("addresses", Value.text("router"));
            columns.put("options", Value.map(routerOptions(port)));
        } else {
            columns.put("addresses", Value.texts(addresses(port)));
            columns.put("port_security", port.portSecurity() ? Value.texts(allowed(port)) : Value.none());
            if (port.binding().bound()) {
                columns.put(
                        "options",
                        Value.map(Map.of("requested-chassis", port.binding().host())));
            }
            answers(model, network, port, 4, rows).ifPresent(row -> columns.put("dhcpv4_options", Value.id(row)));
            answers(model, network, port, 6, rows).ifPresent(row -> columns.put("dhcpv6_options", Value.id(row)));
            model.carrier(port.id()).ifPresent(carrier -> {
                columns.put("parent_name", Value.text(carrier.parent().toString()));
                columns.put("tag_request", Value.whole(carrier.tag()));
            });
            names(port, rows);
            rows.addAll(QosCompiler.port(model, port));
        }
        rows.add(NbRow.of(
                LOGICAL_SWITCH_PORT,
                NbNames.portRow(port.id()),
                unit(port),
                port.standard().revision(),
                columns,
                parents(port),
                people(port)));
        return rows;
    }

    /** Whether a router's own port is at the other end. */
    static boolean ofRouter(Port port) {
        return port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE)
                || port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY);
    }

    private static Unit unit(Port port) {
        return Unit.of(Kind.PORT, port.id());
    }

    private static Map<String, String> routerOptions(Port port) {
        Map<String, String> options = new TreeMap<>();
        options.put("router-port", NbNames.routerPortName(port.id()));
        if (port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY)) {
            options.put("nat-addresses", "router");
            options.put("exclude-lb-vips-from-garp", "true");
        }
        return options;
    }

    private static Map<String, String> people(Port port) {
        Map<String, String> people = new TreeMap<>();
        people.put("oblako:name", port.standard().name());
        people.put("oblako:project", port.project().value());
        people.put("oblako:device", port.deviceId());
        people.put("oblako:device-owner", port.deviceOwner());
        return people;
    }

    private static List<Parent> parents(Port port) {
        List<Parent> parents = new ArrayList<>();
        parents.add(SwitchCompiler.ports(port.network()));
        if (port.filtered()) {
            parents.add(new Parent(PORT_GROUP, NbNames.dropGroupRow(), "ports"));
            port.securityGroups()
                    .forEach(group -> parents.add(new Parent(PORT_GROUP, NbNames.groupRow(group), "ports")));
        }
        return parents;
    }

    /** Where packets for it are sent; unknown when it may have more than it says. */
    private static List<String> addresses(Port port) {
        List<String> addresses = new ArrayList<>();
        StringBuilder own = new StringBuilder(port.mac().text());
        port.fixedIps().forEach(ip -> own.append(' ').append(ip.address()));
        addresses.add(own.toString());
        for (AddressPair pair : port.pairs()) {
            if (pair.mac() != null && !pair.mac().equals(port.mac())) {
                addresses.add(pair.mac().text());
            }
        }
        if (!port.portSecurity()) {
            addresses.add("unknown");
        }
        return addresses;
    }

    /**
     * Source addresses that it may use, one text per MAC. A MAC alone would mean any address (security row NET-03), so
     * without one there is the address of nobody. The link-local one of a MAC with IPv6 is named although OVN lets
     * packets come from it unnamed: it does not let a port advertise what is not named.
     */
    private static List<String> allowed(Port port) {
        Map<String, StringBuilder> byMac = new TreeMap<>();
        StringBuilder own = byMac.computeIfAbsent(port.mac().text(), text -> new StringBuilder(text));
        port.fixedIps().forEach(ip -> own.append(' ').append(ip.address()));
        for (AddressPair pair : port.pairs()) {
            String mac = pair.mac() == null ? port.mac().text() : pair.mac().text();
            boolean single = pair.address().size().equals(BigInteger.ONE);
            byMac.computeIfAbsent(mac, text -> new StringBuilder(text))
                    .append(' ')
                    .append(single ? pair.address().base() : pair.address());
        }
        byMac.forEach((mac, texts) -> {
            if (texts.indexOf(":", mac.length()) >= 0) {
                texts.append(' ').append(new Mac(mac).eui64(LINK));
            }
        });
        return byMac.entrySet().stream()
                .map(entry -> entry.getValue().length() == entry.getKey().length()
                        ? entry.getKey() + " 0.0.0.0"
                        : entry.getValue().toString())
                .toList();
    }

    /** The answers of DHCP for the first address of that version: those of its subnet, or a row of the port's own. */
    private Optional<UUID> answers(Model model, Network network, Port port, int version, List<NbRow> rows) {
        Subnet subnet = port.fixedIps().stream()
                .filter(ip -> ip.address().version() == version)
                .map(FixedIp::subnet)
                .map(model.subnets()::get)
                .filter(of -> of != null && of.answersDhcp())
                .findFirst()
                .orElse(null);
        if (subnet == null || DhcpOptions.disabled(port.dhcpOptions(), version)) {
            return Optional.empty();
        }
        Map<String, String> extra = DhcpOptions.extra(port.dhcpOptions(), version);
        if (extra.isEmpty()) {
            return Optional.of(NbNames.dhcpRow(subnet.id()));
        }
        Map<String, String> options = new TreeMap<>(dhcp.of(network, subnet));
        options.putAll(extra);
        UUID row = NbNames.portDhcpRow(port.id(), version);
        rows.add(NbRow.of(
                DHCP_OPTIONS,
                row,
                unit(port),
                port.standard().revision(),
                Map.of("cidr", Value.text(subnet.cidr().toString()), "options", Value.map(options)),
                List.of(),
                Map.of()));
        return Optional.of(row);
    }

    /** OVN answers DNS for the names of the ports of a network to the ports of it, and to nobody else. */
    private void names(Port port, List<NbRow> rows) {
        String name = port.dnsName().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || port.fixedIps().isEmpty()) {
            return;
        }
        String full = name + "." + guest.domain();
        StringBuilder addresses = new StringBuilder();
        Map<String, String> records = new TreeMap<>();
        port.fixedIps().forEach(ip -> {
            addresses.append(addresses.isEmpty() ? "" : " ").append(ip.address());
            records.put(Reverse.name(ip.address()), full);
        });
        records.put(name, addresses.toString());
        records.put(full, addresses.toString());
        rows.add(NbRow.of(
                NbTable.DNS,
                NbNames.row("dns", port.id()),
                unit(port),
                port.standard().revision(),
                Map.of("records", Value.map(records)),
                List.of(new Parent(LOGICAL_SWITCH, NbNames.networkSwitch(port.network()), "dns_records")),
                Map.of()));
    }
}
