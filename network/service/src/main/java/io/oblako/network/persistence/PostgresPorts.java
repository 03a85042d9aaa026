package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.computed;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.kernel.json.Json;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.Binding;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Ports in PostgreSQL. A list of them is one statement: addresses and groups come as arrays of the row (issue 3, "GET
 * /ports of 1,000").
 */
@Singleton
class PostgresPorts extends TableCatalog<Port> implements Ports {

    private static final String HAS_ADDRESS = "exists (select 1 from ip_allocation a where a.port_id = t.id and ";

    @Inject
    PostgresPorts(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresPorts(Jdbc jdbc) {
        super(jdbc, Kind.PORT, table(jdbc));
    }

    private static Table<Port> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.PORT,
                "port",
                new Visibility("t.network_id = any(array(select n.id from network n where n.project_id = ?))", 1),
                columns(),
                PostgresPorts::read);
    }

    private static List<Column<Port>> columns() {
        return List.of(
                column("network_id", "uuid", Port::network),
                column("mac_address", "text", Port::mac),
                column("admin_state_up", "boolean", Port::adminStateUp),
                column("status", "text", Port::status),
                nullable("failure", "text", Port::failure),
                column("device_id", "text", Port::deviceId),
                column("device_owner", "text", Port::deviceOwner),
                column("port_security_enabled", "boolean", Port::portSecurity),
                column("allowed_address_pairs", "jsonb", PortJson::pairs),
                column("extra_dhcp_opts", "jsonb", PortJson::dhcpOptions),
                column("dns_name", "text", Port::dnsName),
                Column.<Port>column("host_id", "text", port -> port.binding().host())
                        .as("binding:host_id"),
                Column.<Port>column("vnic_type", "text", port -> port.binding().vnicType())
                        .as("binding:vnic_type"),
                column("profile", "jsonb", port -> Json.text(port.binding().profile())),
                column("epoch", "bigint", port -> port.binding().epoch()),
                column("created_by", "text", Port::createdBy),
                nullable("qos_policy_id", "uuid", port -> port.qos().own()),
                Column.<Port>computed(
                        "qos_network_policy_id", "(select n.qos_policy_id from network n where n.id = t.network_id)"),
                computed("fixed_ips", addresses("t.id")),
                computed(
                        "security_groups",
                        "array(select g.security_group_id from port_security_group g where g.port_id = t.id"
                                + " order by g.position)"),
                filter("fixed_ips.ip_address", HAS_ADDRESS + "a.address = any(?::text[]::inet[]))"),
                filter("fixed_ips.subnet_id", HAS_ADDRESS + "a.subnet_id = any(?::text[]::uuid[]))"),
                filter(
                        "fixed_ips.ip_address_substr",
                        HAS_ADDRESS + "exists (select 1 from unnest(?::text[]) part where position(part in"
                                + " host(a.address)) > 0))"),
                filter(
                        "allowed_address_pairs.holding",
                        "exists (select 1 from jsonb_array_elements(t.allowed_address_pairs) pair,"
                                + " unnest(?::text[]) address where (pair ->> 'ip')::inet >>= address::inet)"),
                filter(
                        "security_groups.id",
                        "exists (select 1 from port_security_group g where g.port_id = t.id and"
                                + " g.security_group_id = any(?::text[]::uuid[]))"));
    }

    private static Port read(Row row) throws SQLException {
        return new Port(
                row.standard(),
                row.id("network_id"),
                new Mac(row.text("mac_address")),
                fixedIps(row, "fixed_ips"),
                row.flag("admin_state_up"),
                row.text("status"),
                row.optionalText("failure"),
                row.text("device_id"),
                row.text("device_owner"),
                row.flag("port_security_enabled"),
                row.ids("security_groups"),
                PortJson.pairs(row.json("allowed_address_pairs")),
                PortJson.dhcpOptions(row.json("extra_dhcp_opts")),
                row.text("dns_name"),
                new Binding(
                        row.text("host_id"), row.text("vnic_type"), profile(row.text("profile")), row.number("epoch")),
                row.text("created_by"),
                new Port.Qos(row.optionalId("qos_policy_id"), row.optionalId("qos_network_policy_id")));
    }

    /** SQL for the addresses of a port, as {@link #fixedIps} reads them. */
    static String addresses(String port) {
        return "array(select a.subnet_id || ' ' || host(a.address) from ip_allocation a where a.port_id = " + port
                + " order by a.position)";
    }

    static List<FixedIp> fixedIps(Row row, String column) throws SQLException {
        return row.texts(column).stream().map(PostgresPorts::fixedIp).toList();
    }

    private static FixedIp fixedIp(String text) {
        int space = text.indexOf(' ');
        return new FixedIp(UUID.fromString(text.substring(0, space)), Ip.of(text.substring(space + 1)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> profile(String json) {
        return json.equals("{}") ? Map.of() : Json.read(json, Map.class);
    }

    @Override
    protected void written(Port port) {
        List<UUID> subnets = port.fixedIps().stream().map(FixedIp::subnet).toList();
        List<Ip> addresses = port.fixedIps().stream().map(FixedIp::address).toList();
        jdbc.update(
                "delete from ip_allocation where port_id = ?::uuid and not address = any(?::text[]::inet[])",
                List.of(port.id(), addresses));
        if (!addresses.isEmpty()) {
            jdbc.update(
                    "insert into ip_allocation (subnet_id, address, port_id, position) select subnet, address, ?::uuid,"
                            + " place from unnest(?::text[]::uuid[], ?::text[]::inet[]) with ordinality"
                            + " as wanted (subnet, address, place) on conflict (subnet_id, address) do update set"
                            + " position = excluded.position where ip_allocation.port_id = excluded.port_id",
                    List.of(port.id(), subnets, addresses));
        }
        jdbc.update(
                "delete from port_security_group where port_id = ?::uuid and not security_group_id ="
                        + " any(?::text[]::uuid[])",
                List.of(port.id(), port.securityGroups()));
        if (!port.securityGroups().isEmpty()) {
            jdbc.update(
                    "insert into port_security_group (port_id, security_group_id, position) select ?::uuid, id, place"
                            + " from unnest(?::text[]::uuid[]) with ordinality as wanted (id, place)"
                            + " on conflict (port_id, security_group_id) do update set position = excluded.position",
                    List.of(port.id(), port.securityGroups()));
        }
    }

    @Override
    public boolean macInUse(UUID network, Mac mac) {
        return jdbc.exists("select 1 from port where network_id = ?::uuid and mac_address = ?", List.of(network, mac));
    }

    @Override
    public List<Port> ofDevice(String deviceId, String deviceOwner) {
        return table.where(
                "t.device_id = ? and t.device_owner = ? order by t.created_at, t.id", List.of(deviceId, deviceOwner));
    }

    @Override
    public List<Port> ofSubnet(UUID subnet, UUID after, int most) {
        List<UUID> ids = new ArrayList<>(jdbc.query(
                "select distinct port_id from ip_allocation where subnet_id = ?::uuid and port_id > ?::uuid"
                        + " order by port_id limit ?::int",
                List.of(subnet, after, most),
                row -> row.id("port_id")));
        return all(ids).stream()
                .sorted((a, b) -> Integer.compare(ids.indexOf(a.id()), ids.indexOf(b.id())))
                .toList();
    }
}
