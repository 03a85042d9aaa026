package io.oblako.messaging.saga;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.SagaLease;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.StaleSagaException;
import io.oblako.kernel.sql.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sagas in the table {@code saga} ({@code db/common/saga}) of the service's schema. Its rows are locked last in a
 * transaction, after those of the domain, and several of them in the order of their ids, so that workers, pokers and
 * cancellers do not lock each other out.
 */
public final class PostgresSagaStore implements SagaStore {

    private static final String INSERT = """
            insert into saga (id, name, subject, project_id, request_id, user_id, traceparent, state, step, context,
                journal, attempts, faults, wake_at, created_at, deadline_at, lease_owner, lease_until, epoch, version)
            select ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, '[]', 0, 0, t.now, t.now, t.now + ? * interval '1 ms',
                l.owner, case when l.owner is null then null else t.now + ? * interval '1 ms' end,
                case when l.owner is null then 0 else 1 end, 0
            from (select clock_timestamp() as now) t, (select ?::text as owner) l""";

    private static final String LOAD = "select saga.*, clock_timestamp() as read_at from saga where id = ?";

    private static final String SAVE = """
            update saga set state = ?, step = ?, context = ?, journal = ?, attempts = ?, faults = ?, waits_for = ?,
                wake_at = case when ?::boolean then null
                               when cancel_reason is distinct from ? then clock_timestamp()
                               when pokes <> ? and ?::boolean then clock_timestamp()
                               else ? end,
                ended_at = ?, failed_step = ?, failure_code = ?, failure_message = ?,
                lease_owner = ?, lease_until = ?, epoch = ?, version = version + 1
            where id = ? and version = ?
            returning wake_at, pokes, cancel_reason""";

    private static final String POKE = """
            update saga set pokes = pokes + 1,
                wake_at = case when waits_for is null then wake_at else clock_timestamp() end
            where id in (select id from saga where subject = ? and ended_at is null order by id for update)
                and ended_at is null
            returning id""";

    private static final String CANCEL_SUBJECT = """
            update saga set cancel_reason = ?, wake_at = clock_timestamp()
            where id in (select id from saga where subject = ? and ended_at is null order by id for update)
                and state = 'RUNNING' and cancel_reason is null
            returning id""";

    private static final String CANCEL = """
            update saga set cancel_reason = ?, wake_at = clock_timestamp()
            where id = ? and state = 'RUNNING' and cancel_reason is null returning id""";

    private static final String UNFINISHED = "select id from saga where subject = ? and ended_at is null limit 100";

    private static final String DUE = """
            select id from saga
            where ended_at is null and wake_at <= clock_timestamp() - ? * interval '1 ms'
                and (lease_until is null or lease_until < clock_timestamp()) and name = any (?)
            order by wake_at limit ?""";

    private static final String RENEW = "update saga set lease_until = clock_timestamp() + ? * interval '1 ms'"
            + " where id in (select id from saga where id = any (?) and lease_owner = ? order by id for update)";

    private static final String RELEASE = "update saga set lease_owner = null, lease_until = null"
            + " where id in (select id from saga where ended_at is null and lease_owner = ? order by id for update)";

    private static final String CENSUS = """
            select name, state, count(*) as sagas, count(*) filter (where deadline_at < clock_timestamp()) as overdue
            from saga where ended_at is null group by name, state""";

    private static final String PURGE = """
            delete from saga where id in (
                select id from saga
                where ended_at is not null and (ended_at < clock_timestamp() - ? * interval '1 ms'
                    or ended_at <= (select ended_at from saga where ended_at is not null
                                    order by ended_at desc offset ? limit 1))
                order by ended_at limit ? for update skip locked)""";

    private final Statements statements;

    /** @param database whose connections join the transaction of the thread */
    public PostgresSagaStore(DataSource database) {
        this.statements =
                new Statements(database, e -> new IllegalStateException("The saga table could not be used", e));
    }

    private <T> T call(String sql, Statements.Work<T> work) {
        return statements.call(sql, work);
    }

    @Override
    public void insert(NewSaga saga) {
        ProjectId project = saga.project();
        call(INSERT, insert -> {
            insert.setObject(1, saga.id());
            insert.setString(2, saga.name());
            insert.setString(3, saga.subject());
            insert.setString(4, project == null ? null : project.value());
            insert.setString(5, saga.requestId());
            insert.setString(6, saga.user());
            insert.setString(7, saga.traceparent());
            insert.setString(8, saga.firstStep());
            insert.setString(9, saga.context());
            insert.setLong(10, saga.deadline().toMillis());
            insert.setLong(11, saga.lease().toMillis());
            insert.setString(12, saga.owner());
            return insert.executeUpdate();
        });
    }

    @Override
    public Optional<Loaded> load(UUID id) {
        return call(LOAD, load -> {
            load.setObject(1, id);
            try (ResultSet row = load.executeQuery()) {
                return row.next()
                        ? Optional.of(new Loaded(SagaRows.saga(row), SagaRows.instant(row, "read_at")))
                        : Optional.empty();
            }
        });
    }

    @Override
    public SagaRecord save(SagaRecord saga) {
        SagaFailure failure = saga.failure();
        SagaLease lease = saga.lease();
        return call(SAVE, save -> {
            save.setString(1, saga.state().name());
            save.setString(2, saga.step());
            save.setString(3, saga.context());
            save.setString(4, SagaRows.journal(saga.journal()));
            save.setInt(5, saga.attempts());
            save.setInt(6, saga.faults());
            save.setString(7, saga.waitsFor());
            save.setBoolean(8, saga.state().isEnd());
            save.setString(9, saga.cancelReason());
            save.setLong(10, saga.pokes());
            save.setBoolean(11, saga.waitsFor() != null);
            save.setObject(12, SagaRows.time(saga.wakeAt()));
            save.setObject(13, SagaRows.time(saga.endedAt()));
            save.setString(14, failure == null ? null : failure.step());
            save.setString(15, failure == null ? null : failure.code());
            save.setString(16, failure == null ? null : failure.message());
            save.setString(17, lease == null ? null : lease.owner());
            save.setObject(18, SagaRows.time(lease == null ? null : lease.until()));
            save.setLong(19, saga.epoch());
            save.setObject(20, saga.id());
            save.setLong(21, saga.version());
            try (ResultSet row = save.executeQuery()) {
                if (!row.next()) {
                    throw new StaleSagaException(saga.id());
                }
                return saga.written(
                        SagaRows.instantOrNull(row, "wake_at"), row.getLong("pokes"), row.getString("cancel_reason"));
            }
        });
    }

    @Override
    public List<UUID> poke(String subject) {
        return call(POKE, poke -> {
            poke.setString(1, subject);
            return ids(poke);
        });
    }

    @Override
    public List<UUID> cancel(String subject, String reason) {
        return call(CANCEL_SUBJECT, cancel -> {
            cancel.setString(1, reason);
            cancel.setString(2, subject);
            return ids(cancel);
        });
    }

    @Override
    public boolean cancel(UUID id, String reason) {
        return call(CANCEL, cancel -> {
            cancel.setString(1, reason);
            cancel.setObject(2, id);
            return !ids(cancel).isEmpty();
        });
    }

    @Override
    public List<UUID> unfinished(String subject) {
        return call(UNFINISHED, select -> {
            select.setString(1, subject);
            return ids(select);
        });
    }

    @Override
    public List<UUID> due(Set<String> names, Duration grace, int limit) {
        return call(DUE, due -> {
            due.setLong(1, grace.toMillis());
            due.setArray(2, due.getConnection().createArrayOf("text", names.toArray()));
            due.setInt(3, limit);
            return ids(due);
        });
    }

    @Override
    public void renew(String owner, Collection<UUID> ids, Duration lease) {
        call(RENEW, renew -> {
            renew.setLong(1, lease.toMillis());
            renew.setArray(2, renew.getConnection().createArrayOf("uuid", ids.toArray()));
            renew.setString(3, owner);
            return renew.executeUpdate();
        });
    }

    @Override
    public void release(String owner) {
        call(RELEASE, release -> {
            release.setString(1, owner);
            return release.executeUpdate();
        });
    }

    @Override
    public Page<SagaRecord> list(SagaQuery query) {
        StringBuilder sql = new StringBuilder("select * from saga where true");
        List<Object> values = new ArrayList<>();
        if (!query.states().isEmpty()) {
            sql.append(" and state = any (?)");
            values.add(query.states().stream().map(SagaState::name).toArray(String[]::new));
            if (query.states().stream().noneMatch(SagaState::isEnd)) {
                sql.append(" and ended_at is null");
            }
        }
        condition(sql, values, " and subject = ?", query.subject());
        condition(sql, values, " and request_id = ?", query.requestId());
        condition(sql, values, " and name = ?", query.name());
        ProjectId project = query.project();
        condition(sql, values, " and project_id = ?", project == null ? null : project.value());
        if (query.overdue()) {
            sql.append(" and ended_at is null and deadline_at < clock_timestamp()");
        }
        condition(
                sql,
                values,
                " and (created_at, id) < (select last.created_at, last.id from saga last where last.id = ?)",
                query.after());
        sql.append(" order by created_at desc, id desc limit ?");
        values.add(query.limit() + 1);
        return call(sql.toString(), select -> {
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                if (value instanceof String[] words) {
                    select.setArray(i + 1, select.getConnection().createArrayOf("text", words));
                } else {
                    select.setObject(i + 1, value);
                }
            }
            try (ResultSet rows = select.executeQuery()) {
                List<SagaRecord> sagas = new ArrayList<>();
                while (rows.next()) {
                    sagas.add(SagaRows.saga(rows));
                }
                return Page.ofOneMore(sagas, query.limit());
            }
        });
    }

    @Override
    public List<SagaCount> census() {
        return call(CENSUS, census -> {
            try (ResultSet rows = census.executeQuery()) {
                List<SagaCount> counts = new ArrayList<>();
                while (rows.next()) {
                    counts.add(SagaRows.count(rows));
                }
                return counts;
            }
        });
    }

    @Override
    public int purge(Duration keep, int most, int batch) {
        return call(PURGE, purge -> {
            purge.setLong(1, keep.toMillis());
            purge.setInt(2, most);
            purge.setInt(3, batch);
            return purge.executeUpdate();
        });
    }

    private static void condition(StringBuilder sql, List<Object> values, String text, @Nullable Object value) {
        if (value != null) {
            sql.append(text);
            values.add(value);
        }
    }

    private static List<UUID> ids(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }
}
