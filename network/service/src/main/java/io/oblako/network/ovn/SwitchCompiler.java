package io.oblako.network.ovn;

import static io.oblako.network.ovn.NbTable.DHCP_OPTIONS;
import static io.oblako.network.ovn.NbTable.LOGICAL_SWITCH;
import static io.oblako.network.ovn.NbTable.LOGICAL_SWITCH_PORT;

import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Networks and subnets: a switch, its ports of our own, and what DHCP answers on it. Pure. */
final class SwitchCompiler {

    /** Seconds after which a MAC address learned on a physical network is forgotten. */
    private static final String FDB_AGE = "300";

    private final DhcpOptions dhcp;

    SwitchCompiler(DhcpOptions dhcp) {
        this.dhcp = dhcp;
    }

    static Parent ports(UUID network) {
        return new Parent(LOGICAL_SWITCH, NbNames.networkSwitch(network), "ports");
    }

    List<NbRow> network(Network network) {
        Unit unit = Unit.of(Kind.NETWORK, network.id());
        long revision = network.standard().revision();
        List<NbRow> rows = new ArrayList<>();
        rows.add(NbRow.of(
                LOGICAL_SWITCH,
                NbNames.networkSwitch(network.id()),
                unit,
                revision,
                Map.of(
                        "name", Value.text(NbNames.switchName(network.id())),
                        "other_config", Value.map(config(network))),
                List.of(),
                Map.of("oblako:name", network.standard().name(), "oblako:mtu", Integer.toString(network.mtu()))));
        rows.add(NbRow.of(
                LOGICAL_SWITCH_PORT,
                NbNames.row("metadata port", network.id()),
                unit,
                revision,
                Map.of(
                        "name", Value.text(MetadataPort.name(network.id())),
                        "type", Value.text("localport"),
                        "addresses",
                                Value.text(String.join(
                                        " ",
                                        MetadataPort.mac(network.id()),
                                        MetadataPort.ADDRESS,
                                        MetadataPort.ADDRESS_V6))),
                List.of(ports(network.id())),
                Map.of()));
        String physical = network.provider().physicalNetwork();
        if (physical != null) {
            rows.add(localnet(network, physical, unit));
        }
        return rows;
    }

    private static Map<String, String> config(Network network) {
        Map<String, String> config = new HashMap<>();
        config.put("mcast_snoop", "false");
        config.put("mcast_flood_unregistered", "false");
        config.put("vlan-passthru", "false");
        if (network.provider().physicalNetwork() != null) {
            config.put("fdb_age_threshold", FDB_AGE);
        }
        if (network.external()) {
            config.put("broadcast-arps-to-all-routers", "false");
        }
        return config;
    }

    private static NbRow localnet(Network network, String physical, Unit unit) {
        Map<String, Value> columns = new HashMap<>();
        columns.put("name", Value.text("provnet-" + network.id()));
        columns.put("type", Value.text("localnet"));
        columns.put("addresses", Value.text("unknown"));
        columns.put("options", Value.map(Map.of("network_name", physical, "mcast_flood", "false")));
        Integer segment = network.provider().segmentationId();
        if (network.provider().type().equals("vlan") && segment != null) {
            columns.put("tag_request", Value.whole(segment));
        }
        return NbRow.of(
                LOGICAL_SWITCH_PORT,
                NbNames.row("localnet", network.id()),
                unit,
                network.standard().revision(),
                columns,
                List.of(ports(network.id())),
                Map.of());
    }

    List<NbRow> subnet(Network network, Subnet subnet) {
        if (!subnet.answersDhcp()) {
            return List.of();
        }
        return List.of(NbRow.of(
                DHCP_OPTIONS,
                NbNames.dhcpRow(subnet.id()),
                Unit.of(Kind.SUBNET, subnet.id()),
                subnet.standard().revision(),
                Map.of(
                        "cidr", Value.text(subnet.cidr().toString()),
                        "options", Value.map(dhcp.of(network, subnet))),
                List.of(),
                Map.of("oblako:network", network.id().toString())));
    }
}
