package io.oblako.testing.saga;

import io.oblako.testing.CommonTables;
import io.oblako.testing.Engines;
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
        transactions.run(() -> {
            try (Connection connection = transactions.dataSource().getConnection()) {
                CommonTables.SAGA.make(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            execute("create table note (id text primary key, times int not null)");
        });
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
