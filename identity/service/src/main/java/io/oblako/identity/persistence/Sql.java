package io.oblako.identity.persistence;

import io.oblako.identity.domain.IdentityError;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.sql.Statements;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
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

    private final Statements statements;

    Sql(DataSource database) {
        this.statements = new Statements(database, Sql::refused);
    }

    <T> List<T> list(String sql, Statements.Reader<T> reader, @Nullable Object... arguments) {
        return statements.query(sql, binder(arguments), reader);
    }

    <T> Optional<T> one(String sql, Statements.Reader<T> reader, @Nullable Object... arguments) {
        return statements.one(sql, binder(arguments), reader);
    }

    /** @return rows changed */
    int update(String sql, @Nullable Object... arguments) {
        return statements.update(sql, binder(arguments));
    }

    /** Like {@link #update}; a name that is taken is said in Keystone's words. */
    int updateNamed(String kind, String name, String sql, @Nullable Object... arguments) {
        return statements.update(
                sql,
                binder(arguments),
                e -> UNIQUE_VIOLATION.equals(e.getSQLState())
                        ? new CloudException(
                                IdentityError.NAME_TAKEN,
                                "Conflict occurred attempting to store %s - Duplicate entry found with name or id %s."
                                        .formatted(kind, name),
                                e)
                        : refused(e));
    }

    private static IllegalStateException refused(SQLException e) {
        return new IllegalStateException("the database refused a statement of identity", e);
    }

    private static Statements.Binder binder(@Nullable Object... arguments) {
        return statement -> {
            for (int i = 0; i < arguments.length; i++) {
                Object argument = arguments[i];
                switch (argument) {
                    case Instant instant -> statement.setTimestamp(i + 1, Timestamp.from(instant));
                    case Collection<?> texts ->
                        statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts.toArray()));
                    case null, default -> statement.setObject(i + 1, argument);
                }
            }
        };
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
