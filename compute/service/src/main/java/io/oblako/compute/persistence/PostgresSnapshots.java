package io.oblako.compute.persistence;

import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.snapshot.Snapshot;
import io.oblako.compute.domain.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Snapshots under way in PostgreSQL. */
@ApplicationScoped
class PostgresSnapshots implements Snapshots {

    private final Sql sql;

    PostgresSnapshots(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public void begin(Snapshot snapshot) {
        sql.update(
                "insert into snapshot (image_id, server_id, node, epoch, bytes_done, bytes_total, at)"
                        + " values (?, ?, ?, ?, 0, 0, ?) on conflict (image_id) do nothing",
                to -> to.id(snapshot.image())
                        .id(snapshot.server())
                        .text(snapshot.node())
                        .number(snapshot.epoch())
                        .time(snapshot.at()));
    }

    @Override
    public Optional<Snapshot> find(UUID image) {
        return sql.one("select * from snapshot where image_id = ?", to -> to.id(image), PostgresSnapshots::read);
    }

    private static Snapshot read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new Snapshot(
                row.getObject("image_id", UUID.class),
                row.getObject("server_id", UUID.class),
                row.getString("node"),
                row.getLong("epoch"),
                state == null ? null : SnapshotSeen.State.valueOf(state),
                row.getLong("bytes_done"),
                row.getLong("bytes_total"),
                Sql.json(row, "failure", Failure.class),
                Sql.when(row, "at"));
    }

    /** What is done stays done: a late report of progress does not undo it. */
    @Override
    public boolean see(SnapshotSeen seen) {
        return sql.update(
                        "update snapshot set state = case when state in ('DONE', 'FAILED') then state else ? end,"
                                + " bytes_done = ?, bytes_total = ?, failure = coalesce(failure, ?::jsonb), at = ?"
                                + " where image_id = ? and node = ? and epoch = ?",
                        to -> to.text(seen.state().name())
                                .number(seen.bytesDone())
                                .number(seen.bytesTotal())
                                .json(seen.failure())
                                .time(seen.at())
                                .id(seen.image())
                                .text(seen.node())
                                .number(seen.epoch()))
                == 1;
    }

    @Override
    public void end(UUID image) {
        sql.update("delete from snapshot where image_id = ?", to -> to.id(image));
    }
}
