package io.oblako.kernel.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Prepared statements on the connection of the caller's transaction: taken, bound, run, read and given back. How values are
 * bound and rows are read is the service's own business (docs/adr/0063).
 */
public final class Statements {

    private final DataSource database;
    private final Function<SQLException, ? extends RuntimeException> refusal;

    /**
     * @param database whose connections join the transaction of the thread
     * @param refusal what callers get when the database refuses; its cause must be the exception it is made of
     */
    public Statements(DataSource database, Function<SQLException, ? extends RuntimeException> refusal) {
        this.database = database;
        this.refusal = refusal;
    }

    /** Whatever is done with a statement while it is open. */
    @FunctionalInterface
    public interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** Gives the question marks of a statement their values. */
    @FunctionalInterface
    public interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Makes a thing from the row at which the result stands. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> T call(String text, Work<T> work) {
        return call(text, work, refusal);
    }

    private <T> T call(String text, Work<T> work, Function<SQLException, ? extends RuntimeException> instead) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw instead.apply(e);
        }
    }

    /** @return rows changed */
    public int update(String text, Binder binder) {
        return update(text, binder, refusal);
    }

    /** As {@link #update(String, Binder)}, for a statement whose refusal means something to the caller. */
    public int update(String text, Binder binder, Function<SQLException, ? extends RuntimeException> instead) {
        return call(
                text,
                statement -> {
                    binder.bind(statement);
                    return statement.executeUpdate();
                },
                instead);
    }

    /** @return all rows, in the order of the statement, which has to bound them */
    public <T> List<T> query(String text, Binder binder, Reader<T> reader) {
        return call(text, statement -> {
            binder.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        });
    }

    /** @return the first row */
    public <T> Optional<T> one(String text, Binder binder, Reader<T> reader) {
        return query(text, binder, reader).stream().findFirst();
    }
}
