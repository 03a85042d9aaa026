package io.oblako.network.ovsdb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.RequestRefusedException;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.wire.Dialer;
import io.oblako.network.ovsdb.wire.Remote;
import io.oblako.network.ovsdb.wire.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one usable session: tries the remotes one after the other, checks what each says of itself and its schema, and
 * begins again when the session ends. After a round without success it pauses, longer from round to round. Thread-safe;
 * its work is done on one virtual thread.
 */
final class Connector implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Connector.class);

    /** A session that ends sooner counts as a failure, so that a server that hangs up at once is not besieged. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(1);

    private static final Duration MAX_CLOSE_WAIT = Duration.ofSeconds(5);

    /** A session that has been checked, and the schema that it was checked against. */
    record Usable(Session session, DatabaseSchema schema, Remote remote) {}

    /** Told of sessions on the connector's thread; the next one comes only after the last one has ended. */
    interface Owner {
        /** @throws OvsdbException when the schema lacks what its replicas need */
        void check(DatabaseSchema schema);

        void connected(Usable usable);

        void lost(Session session);
    }

    private final OvsdbSettings settings;
    private final Dialer dialer;
    private final Owner owner;
    private final RandomGenerator random;
    private final ServerChoice choice;
    private final List<Remote> remotes;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Usable usable;
    private long connects;
    private final Map<Remote, String> lastErrors = new HashMap<>();
    private String lastError = "";
    private volatile boolean closing;

    Connector(OvsdbSettings settings, Dialer dialer, Owner owner, RandomGenerator random) {
        this.settings = settings;
        this.dialer = dialer;
        this.owner = owner;
        this.random = random;
        choice = new ServerChoice(settings.database(), settings.leaderOnly());
        var shuffled = new ArrayList<>(settings.remotes());
        Collections.shuffle(shuffled, Random.from(random));
        remotes = List.copyOf(shuffled);
        thread = Thread.ofVirtual()
                .name("ovsdb-connector-" + settings.database())
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Optional<Usable> current() {
        lock.lock();
        try {
            return Optional.ofNullable(usable).filter(one -> !one.session().over());
        } finally {
            lock.unlock();
        }
    }

    ConnectionState state() {
        lock.lock();
        try {
            return new ConnectionState(current().map(Usable::remote), connects, lastError);
        } finally {
            lock.unlock();
        }
    }

    /** @throws NotConnectedException with the last reason when there is no usable session in time */
    Usable await(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                Optional<Usable> now = current();
                if (now.isPresent()) {
                    return now.get();
                }
                if (closing) {
                    throw new NotConnectedException("The client is closed");
                }
                if (left <= 0) {
                    throw new NotConnectedException("No usable server of %s within %s: %s"
                            .formatted(settings.database(), timeout, lastError.isEmpty() ? "still trying" : lastError));
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotConnectedException("Interrupted while waiting for a server", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        lock.lock();
        try {
            if (usable != null) {
                usable.session().close(new ConnectionLostException("The client was closed"));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(MAX_CLOSE_WAIT)) {
                LOG.warnf("The connector of %s has not ended within %s", settings.database(), MAX_CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        for (int next = 0; !closing; next = (next + 1) % remotes.size()) {
            failures = live(remotes.get(next)) ? 0 : failures + 1;
            if (failures > 0 && failures % remotes.size() == 0 && !closing) {
                pause(failures / remotes.size());
            }
        }
    }

    /**
     * Connects and stays until the end.
     *
     * @return whether it was worth it
     */
    private boolean live(Remote remote) {
        Usable one;
        try {
            one = open(remote);
        } catch (OvsdbException e) {
            failed(remote, String.valueOf(e.getMessage()));
            return false;
        }
        long since = System.nanoTime();
        // Locks are asked for before anybody's transaction can assert them.
        owner.connected(one);
        lock.lock();
        try {
            usable = one;
            connects++;
            lastErrors.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.infof("Database %s is reached at %s", settings.database(), remote);
        if (closing) {
            one.session().close(new ConnectionLostException("The client was closed"));
        }
        OvsdbException end = ended(one.session());
        lock.lock();
        try {
            usable = null;
        } finally {
            lock.unlock();
        }
        owner.lost(one.session());
        failed(remote, String.valueOf(end.getMessage()));
        return System.nanoTime() - since >= SHORT_LIFE.toNanos();
    }

    private static OvsdbException ended(Session session) {
        while (true) {
            try {
                return session.ended().get();
            } catch (InterruptedException e) {
                session.close(new ConnectionLostException("The client was closed"));
            } catch (ExecutionException e) {
                throw new IllegalStateException("The end of a session never fails", e);
            }
        }
    }

    private Usable open(Remote remote) {
        Session session = dialer.dial(remote, "ovsdb-" + settings.database());
        try {
            DatabaseSchema schema = greet(session);
            return new Usable(session, schema, remote);
        } catch (OvsdbException e) {
            session.close(e);
            throw e;
        } catch (RuntimeException e) {
            session.close(new ConnectionLostException("The server could not be checked", e));
            throw e;
        }
    }

    private DatabaseSchema greet(Session session) {
        try {
            // Without it the server would hang up instead of telling of a database that is replaced.
            session.call("set_db_change_aware", array().add(true));
            DatabaseSchema server = DatabaseSchema.of(session.call("get_schema", array().add(ServerWatch.DATABASE)));
            Optional<String> objection = Session.join(new ServerWatch(choice, session, server).begin());
            if (objection.isPresent()) {
                throw new NotConnectedException(objection.get());
            }
        } catch (RequestRefusedException e) {
            // Before Open vSwitch 2.9 there was no such database, and there were no clusters.
            LOG.debugf("The server says nothing of itself: %s", e.getMessage());
        }
        DatabaseSchema schema = DatabaseSchema.of(session.call("get_schema", array().add(settings.database())));
        schema.require(settings.needed());
        owner.check(schema);
        return schema;
    }

    private void failed(Remote remote, String reason) {
        String text = reason.startsWith(remote.toString()) ? reason : "%s: %s".formatted(remote, reason);
        lock.lock();
        try {
            // The same reason of the same remote is said once between two connections.
            if (!closing && !text.equals(lastErrors.put(remote, text))) {
                LOG.infof("Database %s: %s", settings.database(), text);
            }
            lastError = text;
        } finally {
            lock.unlock();
        }
    }

    private void pause(int rounds) {
        long most = settings.maxBackoff().toMillis();
        long millis = Math.min(most, settings.minBackoff().toMillis() << Math.min(rounds - 1, 16));
        try {
            // Clients that lost one server together must not come back together.
            Thread.sleep(millis / 2 + random.nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            if (!closing) {
                throw new IllegalStateException("Nobody but close interrupts the connector", e);
            }
        }
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
