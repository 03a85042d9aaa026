package io.oblako.network.ovn;

import java.util.List;
import java.util.Set;

/**
 * The tables of the Northbound database that we write, parents before children.
 *
 * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-nb.5.html">ovn-nb(5)</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // The sets are those of Set.of.
enum NbTable {
    // A band lives as long as its meter names it; both are inserted at once, because a meter is never without.
    METER_BAND("Meter_Band", true, Set.of("action", "rate", "burst_size"), Set.of()),
    METER("Meter", true, Set.of("name", "unit", "fair", "bands"), Set.of()),
    LOGICAL_SWITCH("Logical_Switch", true, Set.of("name", "other_config"), Set.of("ports", "qos_rules", "dns_records")),
    LOGICAL_ROUTER(
            "Logical_Router",
            true,
            Set.of("name", "enabled", "options"),
            Set.of("ports", "static_routes", "nat", "load_balancer")),
    PORT_GROUP("Port_Group", true, Set.of("name"), Set.of("ports", "acls")),
    ADDRESS_SET("Address_Set", true, Set.of("name", "addresses"), Set.of()),
    DHCP_OPTIONS("DHCP_Options", true, Set.of("cidr", "options"), Set.of()),
    DNS("DNS", true, Set.of("records"), Set.of()),
    LOAD_BALANCER("Load_Balancer", true, Set.of("name", "vips", "protocol", "selection_fields", "options"), Set.of()),
    LOGICAL_ROUTER_PORT(
            "Logical_Router_Port",
            false,
            Set.of("name", "mac", "networks", "options", "ipv6_ra_configs", "enabled"),
            Set.of("gateway_chassis")),
    LOGICAL_SWITCH_PORT(
            "Logical_Switch_Port",
            false,
            Set.of(
                    "name",
                    "type",
                    "options",
                    "addresses",
                    "port_security",
                    "enabled",
                    "tag_request",
                    "parent_name",
                    "dhcpv4_options",
                    "dhcpv6_options"),
            Set.of()),
    GATEWAY_CHASSIS("Gateway_Chassis", false, Set.of("name", "chassis_name", "priority"), Set.of()),
    ACL(
            "ACL",
            false,
            Set.of("priority", "direction", "match", "action", "options", "log", "name", "severity", "meter"),
            Set.of()),
    QOS("QoS", false, Set.of("priority", "direction", "match", "action", "bandwidth"), Set.of()),
    NAT("NAT", false, Set.of("type", "external_ip", "logical_ip", "external_mac", "logical_port", "options"), Set.of()),
    STATIC_ROUTE("Logical_Router_Static_Route", false, Set.of("ip_prefix", "nexthop", "policy", "options"), Set.of());

    /** All that a row is found and told by. */
    static final String EXTERNAL_IDS = "external_ids";

    private final String table;
    private final boolean root;
    private final Set<String> columns;
    private final Set<String> links;

    NbTable(String table, boolean root, Set<String> columns, Set<String> links) {
        this.table = table;
        this.root = root;
        this.columns = columns;
        this.links = links;
    }

    /** OVN's name. */
    String table() {
        return table;
    }

    /** Whether rows live by themselves; others go as soon as no parent names them. */
    boolean root() {
        return root;
    }

    /** Columns that a row of ours has for itself alone, besides {@code external_ids}. What is not said is empty. */
    Set<String> columns() {
        return columns;
    }

    /** Columns that name children: each child says for itself that it is in them. */
    Set<String> links() {
        return links;
    }

    /** Places of the tables that have children, in order. */
    static List<NbTable> parents() {
        return List.of(values()).stream()
                .filter(table -> !table.links.isEmpty())
                .toList();
    }
}
