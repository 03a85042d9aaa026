package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.testing.Engines;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * The database of a service, and places in it where the test makes whoever comes wait: the service has no sagas at whose
 * steps a gate could stand, and what matters when it dies is how far its transactions had come. For one thread.
 */
final class HeldDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Where somebody can be held. */
    enum Place {
        /** All of a transaction is done, messages and marks included, and its commit is under way. */
        COMMITTING("constraint trigger", "after insert on outbox deferrable initially deferred for each row"),
        /** Messages are published, and about to be forgotten. */
        TOLD("trigger", "before delete on outbox for each statement"),
        /** OVN was told, and the marks that say what to tell it are about to go. */
        WRITTEN("trigger", "before delete on dirty for each statement");

        private final String trigger;
        private final String event;

        Place(String trigger, String event) {
            this.trigger = trigger;
            this.event = event;
        }
    }

    private final Connection connection;
    /** Advisory locks are the whole database's: ours begin with this number. */
    private final int locks;

    /** @param space of a service that has made its tables */
    HeldDatabase(Engines.Space space) throws SQLException {
        connection = DriverManager.getConnection(space.databaseUrl(), space.databaseUser(), space.databasePassword());
        locks = space.schema().hashCode() & Integer.MAX_VALUE;
        execute("create function held() returns trigger language plpgsql as $$ begin"
                + " perform pg_advisory_xact_lock_shared(tg_argv[0]::int, tg_argv[1]::int); return null; end $$");
        for (Place place : Place.values()) {
            execute("create %s held_%s %s execute function held('%d', '%d')"
                    .formatted(place.trigger, place, place.event, locks, place.ordinal()));
        }
    }

    private void execute(String statement) throws SQLException {
        try (Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    /** From now on everybody waits there. */
    void hold(Place place) throws SQLException {
        execute("select pg_advisory_lock(%d, %d)".formatted(locks, place.ordinal()));
    }

    /** Until so many wait there. */
    void awaitHeld(Place place, int many) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(() ->
                        assertThat(waiting(place)).as("waiting at %s", place).isGreaterThanOrEqualTo(many));
    }

    private long waiting(Place place) throws SQLException {
        return number("select count(*) from " + waits(place));
    }

    private String waits(Place place) {
        return ("pg_locks where locktype = 'advisory' and not granted and objsubid = 2 and classid::bigint = %d and"
                        + " objid::bigint = %d")
                .formatted(locks, place.ordinal());
    }

    /** Nobody waits there any more: all go on, whether or not whoever sent them is still there to hear of it. */
    void release(Place place) throws SQLException {
        execute("select pg_advisory_unlock(%d, %d)".formatted(locks, place.ordinal()));
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> waiting(place) == 0);
    }

    /** What waits there is lost, as when a connection ends too early. Who comes next waits there as before. */
    void lose(Place place) throws SQLException {
        execute("select pg_terminate_backend(pid) from " + waits(place));
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> waiting(place) == 0);
    }

    /** The one number that a query gives. */
    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The first column of what a query gives. */
    Set<String> texts(String query) throws SQLException {
        Set<String> texts = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
