package io.oblako.compute.persistence;

import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.InstanceAction;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.page.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Instance actions in PostgreSQL: one row holds an action and its event. */
@ApplicationScoped
class PostgresActions implements InstanceActions {

    private final Sql sql;

    PostgresActions(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public Page<InstanceAction> page(
            UUID server,
            int limit,
            @Nullable String marker,
            @Nullable Instant changesSince,
            @Nullable Instant changesBefore) {
        long before = marker == null ? Long.MAX_VALUE : number(server, marker);
        List<InstanceAction> rows = sql.query(
                "select * from instance_action where server_id = ? and id < ?"
                        + " and (?::timestamptz is null or updated_at >= ?) and (?::timestamptz is null or updated_at <= ?)"
                        + " order by id desc limit ?",
                to -> to.id(server)
                        .number(before)
                        .time(changesSince)
                        .time(changesSince)
                        .time(changesBefore)
                        .time(changesBefore)
                        .number((long) limit + 1),
                row -> read(row, false));
        return Page.ofOneMore(rows, limit);
    }

    private long number(UUID server, String requestId) {
        return sql.one(
                        "select id from instance_action where server_id = ? and request_id = ? order by id desc limit 1",
                        to -> to.id(server).text(requestId),
                        row -> row.getLong("id"))
                .orElseThrow(() -> CloudException.badRequest("marker [%s] not found".formatted(requestId)));
    }

    @Override
    public Optional<InstanceAction> find(UUID server, String requestId) {
        return sql.one(
                "select * from instance_action where server_id = ? and request_id = ? order by id desc limit 1",
                to -> to.id(server).text(requestId),
                row -> read(row, true));
    }

    private static InstanceAction read(ResultSet row, boolean events) throws SQLException {
        var event = new InstanceAction.Event(
                row.getString("event"),
                Sql.when(row, "started_at"),
                Sql.time(row, "finished_at"),
                row.getString("result"),
                row.getString("details"),
                row.getString("traceback"),
                row.getString("host"));
        return new InstanceAction(
                row.getObject("server_id", UUID.class),
                row.getString("request_id"),
                row.getString("action"),
                ProjectId.of(row.getString("project_id")),
                UserId.of(row.getString("user_id")),
                Sql.when(row, "started_at"),
                Sql.time(row, "finished_at"),
                Sql.when(row, "updated_at"),
                row.getString("message"),
                events ? List.of(event) : List.of());
    }

    @Override
    public void begin(InstanceAction action) {
        InstanceAction.Event event = action.events().getFirst();
        sql.update(
                "insert into instance_action (server_id, request_id, action, project_id, user_id, started_at, updated_at,"
                        + " event, host) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                to -> to.id(action.server())
                        .text(action.requestId())
                        .text(action.action())
                        .text(action.project().value())
                        .text(action.user().value())
                        .time(action.start())
                        .time(action.updated())
                        .text(event.name())
                        .text(event.host()));
    }

    @Override
    public void end(UUID server, String requestId, Instant now, @Nullable String host, @Nullable Fault fault) {
        sql.update(
                "update instance_action set finished_at = ?, updated_at = ?, result = ?, message = ?, details = ?,"
                        + " traceback = ?, host = coalesce(?, host)"
                        + " where id = (select min(id) from instance_action where server_id = ? and request_id = ?"
                        + " and finished_at is null)",
                to -> to.time(now)
                        .time(now)
                        .text(fault == null ? "Success" : "Error")
                        .text(fault == null ? null : "Error")
                        .text(fault == null ? null : fault.message())
                        .text(fault == null ? null : fault.details())
                        .text(host)
                        .id(server)
                        .text(requestId));
    }
}
