package io.oblako.identity.persistence;

import io.oblako.identity.domain.IdentityError;
import io.oblako.kernel.error.CloudException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs prepared statements on the connection of the current transaction, or on one of its own outside of any.
 *
 * <p>Identity takes plain JDBC where the other services take Jakarta Data: Keystone's lists are composed of any set of
 * filters, assignments are found by recursive queries, and the one query behind each token is counted in microseconds.
 */
final class Sql {

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    /** Makes an object of the current row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("a query failed", e);
        }
    }

    <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        List<T> found = list(sql, reader, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** @return rows changed */
    int update(String sql, @Nullable Object... arguments) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("a statement failed", e);
        }
    }

    /** Like {@link #update}; a name that is taken is said in Keystone's words. */
    int updateNamed(String kind, String name, String sql, @Nullable Object... arguments) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new CloudException(
                        IdentityError.NAME_TAKEN,
                        "Conflict occurred attempting to store %s - Duplicate entry found with name or id %s."
                                .formatted(kind, name),
                        e);
            }
            throw new IllegalStateException("a statement failed", e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            switch (argument) {
                case Instant instant -> statement.setTimestamp(i + 1, Timestamp.from(instant));
                case Collection<?> texts ->
                    statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
                case null, default -> statement.setObject(i + 1, argument);
            }
        }
        return statement;
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
