package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.filter;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwarding.Numbers;
import io.oblako.network.domain.router.PortForwardings;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Port forwardings in PostgreSQL. */
@Singleton
class PostgresPortForwardings extends TableCatalog<PortForwarding> implements PortForwardings {

    @Inject
    PostgresPortForwardings(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresPortForwardings(Jdbc jdbc) {
        super(jdbc, Kind.PORT_FORWARDING, table(jdbc));
    }

    private static Table<PortForwarding> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.PORT_FORWARDING,
                "port_forwarding",
                Visibility.OWN,
                List.of(
                        column("floatingip_id", "uuid", PortForwarding::floatingIp),
                        column("protocol", "text", PortForwarding::protocol),
                        Column.<PortForwarding>column(
                                        "external_first",
                                        "int",
                                        one -> one.external().first())
                                .as("external_port"),
                        column("external_last", "int", one -> one.external().last()),
                        column("internal_port_id", "uuid", PortForwarding::port),
                        Column.<PortForwarding>column("internal_address", "inet", PortForwarding::fixed)
                                .as("internal_ip_address"),
                        Column.<PortForwarding>column(
                                        "internal_first",
                                        "int",
                                        one -> one.internal().first())
                                .as("internal_port"),
                        column("internal_last", "int", one -> one.internal().last()),
                        filter("external_port_range", "t.external_first || ':' || t.external_last = any(?::text[])"),
                        filter("internal_port_range", "t.internal_first || ':' || t.internal_last = any(?::text[])")),
                PostgresPortForwardings::read);
    }

    private static PortForwarding read(Row row) throws SQLException {
        return new PortForwarding(
                row.standard(),
                row.id("floatingip_id"),
                row.text("protocol"),
                new Numbers(row.integer("external_first"), row.integer("external_last")),
                row.id("internal_port_id"),
                Ip.of(row.text("internal_address")),
                new Numbers(row.integer("internal_first"), row.integer("internal_last")));
    }

    @Override
    public List<PortForwarding> of(Collection<UUID> floatingIps) {
        return table.where(
                "t.floatingip_id = any(?::text[]::uuid[]) order by t.created_at, t.id", List.of(floatingIps));
    }

    @Override
    public List<PortForwarding> toPort(UUID port) {
        return table.where("t.internal_port_id = ?::uuid order by t.created_at, t.id", List.of(port));
    }
}
