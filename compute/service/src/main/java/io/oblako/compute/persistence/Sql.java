package io.oblako.compute.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
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

    private static final int NO_LIMIT = 0;
    /** query_canceled. */
    private static final String CANCELLED = "57014";

    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    @FunctionalInterface
    interface Bind {
        void to(Parameters parameters) throws SQLException;
    }

    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    int update(String text, Bind bind) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            bind.to(new Parameters(connection, statement));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> query(String text, Bind bind, Row<T> row) {
        return query(text, bind, row, NO_LIMIT);
    }

    /**
     * For statements whose cost a caller can drive up.
     *
     * @param seconds that it may take, inside and outside of a transaction
     * @throws CloudException INVALID_REQUEST when it takes longer
     */
    <T> List<T> queryWithin(int seconds, String text, Bind bind, Row<T> row) {
        try {
            return query(text, bind, row, seconds);
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

    private <T> List<T> query(String text, Bind bind, Row<T> row, int seconds) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            if (seconds != NO_LIMIT) {
                statement.setQueryTimeout(seconds);
            }
            bind.to(new Parameters(connection, statement));
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> Optional<T> one(String text, Bind bind, Row<T> row) {
        List<T> rows = query(text, bind, row);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the database refused a statement of compute", e);
    }

    /** Binds values in the order of their question marks. */
    static final class Parameters {

        private final Connection connection;
        private final PreparedStatement statement;
        private int next = 1;

        private Parameters(Connection connection, PreparedStatement statement) {
            this.connection = connection;
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
            statement.setArray(next++, connection.createArrayOf("text", values.toArray()));
            return this;
        }

        Parameters ids(Collection<UUID> values) throws SQLException {
            statement.setArray(next++, connection.createArrayOf("uuid", values.toArray()));
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
