package io.oblako.network.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.sql.Statements;
import java.sql.SQLException;
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

    private final Statements statements;

    Jdbc(DataSource database) {
        this.statements = new Statements(database, Jdbc::refused);
    }

    int update(String text, List<? extends @Nullable Object> values) {
        return statements.update(text, binder(values));
    }

    <T> List<T> query(String text, List<? extends @Nullable Object> values, Row.Reader<T> reader) {
        return statements.query(text, binder(values), row -> reader.read(new Row(row)));
    }

    <T> Optional<T> one(String text, List<? extends @Nullable Object> values, Row.Reader<T> reader) {
        return statements.one(text, binder(values), row -> reader.read(new Row(row)));
    }

    boolean exists(String text, List<? extends @Nullable Object> values) {
        return !query("select 1 where exists (" + text + ")", values, row -> true)
                .isEmpty();
    }

    private static Statements.Binder binder(List<? extends @Nullable Object> values) {
        return statement -> {
            for (int i = 0; i < values.size(); i++) {
                switch (values.get(i)) {
                    case null -> statement.setString(i + 1, null);
                    case Collection<?> many -> {
                        Object[] texts = many.stream().map(String::valueOf).toArray();
                        statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
                    }
                    case Object one -> statement.setString(i + 1, one.toString());
                }
            }
        };
    }

    /**
     * A thing that is named went away, or one that goes away is named, between looking and writing; or two requests
     * wait for each other.
     */
    private static RuntimeException refused(SQLException e) {
        if (RACES.contains(String.valueOf(e.getSQLState()))) {
            return new CloudException(
                    CommonError.CONFLICT,
                    "Another request has just changed what this one is about: look again before you repeat it.",
                    e);
        }
        return new IllegalStateException("the database refused a statement of network", e);
    }
}
