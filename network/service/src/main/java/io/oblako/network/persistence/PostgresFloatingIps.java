package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Floating IPs in PostgreSQL, each with its forwardings and the port it leads to. */
@Singleton
class PostgresFloatingIps extends TableCatalog<FloatingIp> implements FloatingIps {

    private final PostgresPorts ports;
    private final PostgresPortForwardings forwardings;

    @Inject
    PostgresFloatingIps(DataSource database, PostgresPorts ports, PostgresPortForwardings forwardings) {
        this(new Jdbc(database), ports, forwardings);
    }

    private PostgresFloatingIps(Jdbc jdbc, PostgresPorts ports, PostgresPortForwardings forwardings) {
        super(jdbc, Kind.FLOATING_IP, table(jdbc));
        this.ports = ports;
        this.forwardings = forwardings;
    }

    private static Table<FloatingIp> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.FLOATING_IP,
                "floatingip",
                Visibility.OWN,
                List.of(
                        column("floating_network_id", "uuid", FloatingIp::network),
                        column("floating_port_id", "uuid", FloatingIp::ownPort),
                        column("floating_ip_address", "inet", FloatingIp::address),
                        nullable("port_id", "uuid", FloatingIp::port),
                        nullable("fixed_ip_address", "inet", FloatingIp::fixed),
                        nullable("router_id", "uuid", FloatingIp::router),
                        nullable("qos_policy_id", "uuid", FloatingIp::qosPolicy),
                        filter(
                                "status",
                                "case when t.router_id is null then 'DOWN' else 'ACTIVE' end = any(?::text[])")),
                PostgresFloatingIps::read);
    }

    private static FloatingIp read(Row row) throws SQLException {
        UUID port = row.optionalId("port_id");
        return new FloatingIp(
                row.standard(),
                row.id("floating_network_id"),
                row.id("floating_port_id"),
                Ip.of(row.text("floating_ip_address")),
                port == null ? null : new FloatingIp.Target(port, Ip.of(row.text("fixed_ip_address"))),
                row.optionalId("router_id"),
                row.optionalId("qos_policy_id"),
                List.of(),
                null);
    }

    @Override
    protected List<FloatingIp> complete(List<FloatingIp> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Map<UUID, List<PortForwarding>> forwards = forwardings
                .of(rows.stream().map(FloatingIp::id).toList())
                .stream()
                .collect(Collectors.groupingBy(PortForwarding::floatingIp));
        Map<UUID, Port> targets =
                ports
                        .all(rows.stream()
                                .map(FloatingIp::port)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Port::id, Function.identity()));
        return rows.stream()
                .map(row -> row.with(forwards.getOrDefault(row.id(), List.of()), targets.get(row.port())))
                .toList();
    }

    @Override
    public List<FloatingIp> toPorts(Collection<UUID> some) {
        return some.isEmpty()
                ? List.of()
                : complete(
                        table.where("t.port_id = any(?::text[]::uuid[]) order by t.created_at, t.id", List.of(some)));
    }

    @Override
    public List<FloatingIp> through(UUID router) {
        return complete(table.where("t.router_id = ?::uuid order by t.created_at, t.id", List.of(router)));
    }
}
