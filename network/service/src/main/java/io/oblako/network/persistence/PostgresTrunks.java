package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.computed;
import static io.oblako.network.persistence.Column.filter;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.trunk.SubPort;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.domain.trunk.Trunks;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Trunks in PostgreSQL; what they carry comes as an array of the row. */
@Singleton
class PostgresTrunks extends TableCatalog<Trunk> implements Trunks {

    private static final String STATUS =
            "(select case p.status when 'ACTIVE' then 'ACTIVE' else 'DOWN' end from port p where p.id = t.port_id)";

    @Inject
    PostgresTrunks(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresTrunks(Jdbc jdbc) {
        super(jdbc, Kind.TRUNK, table(jdbc));
    }

    private static Table<Trunk> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.TRUNK,
                "trunk",
                Visibility.OWN,
                List.of(
                        column("port_id", "uuid", Trunk::port),
                        column("admin_state_up", "boolean", Trunk::adminStateUp),
                        computed("plugged", STATUS),
                        computed(
                                "sub_ports",
                                "array(select s.port_id || ' ' || s.segmentation_id from trunk_subport s where s.trunk_id ="
                                        + " t.id order by s.segmentation_id)"),
                        filter("status", STATUS + " = any(?::text[])")),
                PostgresTrunks::read);
    }

    private static Trunk read(Row row) throws SQLException {
        return new Trunk(
                row.standard(),
                row.id("port_id"),
                row.flag("admin_state_up"),
                row.texts("sub_ports").stream().map(PostgresTrunks::subPort).toList(),
                row.text("plugged").equals("ACTIVE"));
    }

    private static SubPort subPort(String text) {
        int space = text.indexOf(' ');
        return new SubPort(UUID.fromString(text.substring(0, space)), Integer.parseInt(text.substring(space + 1)));
    }

    @Override
    protected void written(Trunk trunk) {
        List<UUID> ports = trunk.subPorts().stream().map(SubPort::port).toList();
        List<Integer> tags =
                trunk.subPorts().stream().map(SubPort::segmentationId).toList();
        jdbc.update("delete from trunk_subport where trunk_id = ?::uuid", List.of(trunk.id()));
        if (!ports.isEmpty()) {
            jdbc.update(
                    "insert into trunk_subport (trunk_id, port_id, segmentation_id) select ?::uuid, port, tag from"
                            + " unnest(?::text[]::uuid[], ?::text[]::int[]) as wanted (port, tag)",
                    List.of(trunk.id(), ports, tags));
        }
    }

    @Override
    public Optional<Trunk> ofParent(UUID port) {
        return table.where("t.port_id = ?::uuid", List.of(port)).stream().findFirst();
    }

    @Override
    public List<Trunk> ofSubPorts(Collection<UUID> some) {
        return some.isEmpty()
                ? List.of()
                : table.where(
                        "t.id in (select trunk_id from trunk_subport where port_id = any(?::text[]::uuid[]))",
                        List.of(some));
    }
}
