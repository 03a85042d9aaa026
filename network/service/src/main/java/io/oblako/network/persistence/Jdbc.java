package io.oblako.network.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements written out. Every value is bound, as text or as an array of text, and the statement casts it to the
 * column's type; so one way of binding serves all kinds of resources. Each connection is that of the caller's
 * transaction.
 */
final class Jdbc {

    /** PostgreSQL's codes for what two requests do to each other: foreign_key_violation, deadlock_detected. */
    private static final Set<String> RACES = Set.of("23503", "40P01");

    private final DataSource database;

    Jdbc(DataSource database) {
        this.database = database;
    }

    int update(String text, List<? extends @Nullable Object> values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            bind(connection, statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> query(String text, List<? extends @Nullable Object> values, Row.Reader<T> reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            bind(connection, statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                Row row = new Row(rows);
                while (rows.next()) {
                    read.add(reader.read(row));
                }
                return read;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> Optional<T> one(String text, List<? extends @Nullable Object> values, Row.Reader<T> reader) {
        return query(text, values, reader).stream().findFirst();
    }

    boolean exists(String text, List<? extends @Nullable Object> values) {
        return !query("select 1 where exists (" + text + ")", values, row -> true)
                .isEmpty();
    }

    private static void bind(
            Connection connection, PreparedStatement statement, List<? extends @Nullable Object> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case null -> statement.setString(i + 1, null);
                case Collection<?> many ->
                    statement.setArray(
                            i + 1,
                            connection.createArrayOf(
                                    "text", many.stream().map(String::valueOf).toArray()));
                case Object one -> statement.setString(i + 1, one.toString());
            }
        }
    }

    /**
     * A thing that is named went away, or one that goes away is named, between looking and writing; or two requests
     * wait for each other.
     */
    private static RuntimeException failed(SQLException e) {
        if (RACES.contains(String.valueOf(e.getSQLState()))) {
            return new CloudException(
                    CommonError.CONFLICT,
                    "Another request has just changed what this one is about: look again before you repeat it.",
                    e);
        }
        return new IllegalStateException("the database refused a statement of network", e);
    }
}
