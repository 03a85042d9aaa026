package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.log.FlowLog.Event;
import io.oblako.network.domain.log.FlowLogs;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Flow logs in PostgreSQL. */
@Singleton
class PostgresFlowLogs extends TableCatalog<FlowLog> implements FlowLogs {

    @Inject
    PostgresFlowLogs(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresFlowLogs(Jdbc jdbc) {
        super(
                jdbc,
                Kind.LOG,
                new Table<>(
                        jdbc,
                        Kind.LOG,
                        "flow_log",
                        Visibility.OWN,
                        List.of(
                                column("enabled", "boolean", FlowLog::enabled),
                                column("event", "text", FlowLog::event),
                                nullable("resource_id", "uuid", FlowLog::group),
                                nullable("target_id", "uuid", FlowLog::port),
                                filter("resource_type", "'" + FlowLog.RESOURCE_TYPE + "' = any(?::text[])")),
                        row -> new FlowLog(
                                row.standard(),
                                row.flag("enabled"),
                                Event.valueOf(row.text("event")),
                                row.optionalId("resource_id"),
                                row.optionalId("target_id"))));
    }

    @Override
    public List<FlowLog> ofPort(UUID port) {
        return table.where("t.target_id = ?::uuid", List.of(port));
    }
}
