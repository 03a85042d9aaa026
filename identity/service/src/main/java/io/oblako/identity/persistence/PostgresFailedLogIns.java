package io.oblako.identity.persistence;

import io.oblako.identity.domain.token.FailedLogIns;
import io.oblako.kernel.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** {@link FailedLogIns} in the table {@code failed_log_in}; the lock on a key's row is what replicas meet at. */
public final class PostgresFailedLogIns implements FailedLogIns {

    private final Sql sql;
    private final Transactions transactions;

    public PostgresFailedLogIns(DataSource database, Transactions transactions) {
        this.sql = new Sql(database);
        this.transactions = transactions;
    }

    @Override
    public Map<String, Standing> of(Collection<String> keys) {
        Map<String, Standing> found = new HashMap<>();
        sql.list(
                "select key, failures, closed_until, forgotten_at from failed_log_in where key = any (?)",
                row -> found.put(row.getString("key"), read(row)),
                keys);
        return found;
    }

    @Override
    public Standing change(String key, UnaryOperator<Standing> change) {
        return transactions.call(() -> {
            // Also where there is a row it is written: so it is locked, and read as whoever came before has left it.
            Standing before = sql.one(
                            "insert into failed_log_in (key) values (?) on conflict (key) do update set key = excluded.key"
                                    + " returning failures, closed_until, forgotten_at",
                            PostgresFailedLogIns::read,
                            key)
                    .orElse(Standing.NONE);
            Standing after = change.apply(before);
            sql.update(
                    "update failed_log_in set failures = ?, closed_until = ?, forgotten_at = ? where key = ?",
                    after.failures(),
                    after.closedUntil(),
                    after.forgottenAt(),
                    key);
            return after;
        });
    }

    @Override
    public void forgive(String key) {
        sql.update("delete from failed_log_in where key = ?", key);
    }

    @Override
    public void prune(Instant now, int most) {
        sql.update("delete from failed_log_in where forgotten_at < ?", now);
        sql.update(
                "delete from failed_log_in where key in"
                        + " (select key from failed_log_in order by forgotten_at desc offset ?)",
                most);
    }

    private static Standing read(ResultSet row) throws SQLException {
        return new Standing(
                row.getInt("failures"),
                Sql.requiredInstant(row, "closed_until"),
                Sql.requiredInstant(row, "forgotten_at"));
    }
}
