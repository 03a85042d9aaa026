package io.oblako.testing.saga;

import io.oblako.testing.Engines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** A schema of its own with the table of sagas, and one more for what steps write. */
final class SagaPostgres implements AutoCloseable {

    private final String url;
    private final String user;
    private final String password;
    private final ThreadTransactions transactions;

    /** A new schema. */
    SagaPostgres() {
        this(Engines.space("saga"));
        try (InputStream tables = SagaPostgres.class.getResourceAsStream("/db/common/saga.sql")) {
            String text = new String(tables.readAllBytes(), StandardCharsets.UTF_8);
            transactions.run(() -> {
                execute(text);
                execute("create table note (id text primary key, times int not null)");
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SagaPostgres(Engines.Space space) {
        this(space.databaseUrl(), space.databaseUser(), space.databasePassword());
    }

    /** A schema that is there. */
    SagaPostgres(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(user);
        database.setPassword(password);
        this.transactions = new ThreadTransactions(database);
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    ThreadTransactions transactions() {
        return transactions;
    }

    /** Counts one more note of the name, in the transaction of the thread. */
    void note(String name) {
        execute("insert into note values ('" + name + "', 1) on conflict (id) do update set times = note.times + 1");
    }

    int notes(String like) {
        return transactions.call(() -> {
            try (Connection connection = transactions.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "select coalesce(sum(times), 0) from note where id like '" + like + "'")) {
                rows.next();
                return rows.getInt(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    void execute(String sql) {
        try (Connection connection = transactions.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        transactions.close();
    }
}
