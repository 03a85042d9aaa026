package io.oblako.compute.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.sql.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements written out, for tables where comparing and changing must be one statement and every millisecond counts
 * (docs/adr/0063). Values are only ever bound. Each connection is that of the caller's transaction.
 */
final class Sql {

    /** query_canceled. */
    private static final String CANCELLED = "57014";

    private final Statements statements;

    Sql(DataSource database) {
        this.statements = new Statements(
                database, e -> new IllegalStateException("the database refused a statement of compute", e));
    }

    @FunctionalInterface
    interface Bind {
        void to(Parameters parameters) throws SQLException;
    }

    int update(String text, Bind bind) {
        return statements.update(text, statement -> bind.to(new Parameters(statement)));
    }

    <T> List<T> query(String text, Bind bind, Statements.Reader<T> row) {
        return statements.query(text, statement -> bind.to(new Parameters(statement)), row);
    }

    /**
     * For statements whose cost a caller can drive up.
     *
     * @param seconds that it may take, inside and outside of a transaction
     * @throws CloudException INVALID_REQUEST when it takes longer
     */
    <T> List<T> queryWithin(int seconds, String text, Bind bind, Statements.Reader<T> row) {
        try {
            return statements.query(
                    text,
                    statement -> {
                        statement.setQueryTimeout(seconds);
                        bind.to(new Parameters(statement));
                    },
                    row);
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                throw new CloudException(
                        CommonError.INVALID_REQUEST,
                        "The filters took longer than %d seconds: use simpler ones.".formatted(seconds),
                        e);
            }
            throw e;
        }
    }

    <T> Optional<T> one(String text, Bind bind, Statements.Reader<T> row) {
        return statements.one(text, statement -> bind.to(new Parameters(statement)), row);
    }

    /** Binds values in the order of their question marks. */
    static final class Parameters {

        private final PreparedStatement statement;
        private int next = 1;

        private Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        Parameters text(@Nullable String value) throws SQLException {
            statement.setString(next++, value);
            return this;
        }

        Parameters number(long value) throws SQLException {
            statement.setLong(next++, value);
            return this;
        }

        Parameters number(@Nullable Long value) throws SQLException {
            statement.setObject(next++, value, Types.BIGINT);
            return this;
        }

        Parameters flag(boolean value) throws SQLException {
            statement.setBoolean(next++, value);
            return this;
        }

        Parameters id(@Nullable UUID value) throws SQLException {
            statement.setObject(next++, value, Types.OTHER);
            return this;
        }

        Parameters time(@Nullable Instant value) throws SQLException {
            statement.setTimestamp(next++, value == null ? null : Timestamp.from(value));
            return this;
        }

        /** As text: the statement casts it to jsonb. */
        Parameters json(@Nullable Object value) throws SQLException {
            return text(value == null ? null : Json.text(value));
        }

        Parameters texts(Collection<String> values) throws SQLException {
            statement.setArray(next++, statement.getConnection().createArrayOf("text", values.toArray()));
            return this;
        }

        Parameters ids(Collection<UUID> values) throws SQLException {
            statement.setArray(next++, statement.getConnection().createArrayOf("uuid", values.toArray()));
            return this;
        }
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** Of a column that is never null. */
    static Instant when(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static <T> @Nullable T json(ResultSet row, String column, Class<T> type) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.read(text, type);
    }
}
