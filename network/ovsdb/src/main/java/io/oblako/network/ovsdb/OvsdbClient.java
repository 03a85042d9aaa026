package io.oblako.network.ovsdb;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaFollower;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.transaction.TransactionResult;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.wire.Dialer;
import io.oblako.network.ovsdb.wire.Session;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client of one database of Open vSwitch, at its one server or at any member of its cluster. It reconnects by itself;
 * replicas go on where they stood and locks are asked for again. Methods that wait are meant for virtual threads.
 * Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047">RFC 7047</a>
 * @see <a href="https://docs.openvswitch.org/en/latest/ref/ovsdb-server.7/">ovsdb-server(7)</a>
 */
public final class OvsdbClient implements AutoCloseable {

    /** Pause before a transaction is sent again: whoever lost his leader finds the next one by reconnecting. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(20);

    private final OvsdbSettings settings;
    private final OvsdbMetrics metrics;
    private final Dialer dialer;
    private final Connector connector;
    private final AtomicLong monitorIds = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ReplicaFollower> followers = new ArrayList<>();
    private final Map<String, OvsdbLock> locks = new LinkedHashMap<>();
    private Optional<Connector.Usable> attached = Optional.empty();

    private OvsdbClient(OvsdbSettings settings, Vertx vertx, MeterRegistry registry) {
        this.settings = settings;
        metrics = new OvsdbMetrics(registry, this, settings.database(), OvsdbClient::cachedRows);
        dialer = new Dialer(vertx, settings.tls(), settings.limits(), metrics);
        connector = new Connector(settings, dialer, new Owner(), new SecureRandom());
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @param vertx with its native transport where remotes are unix sockets, see {@link #vertx}; not closed by the
     *     client
     */
    public static OvsdbClient open(OvsdbSettings settings, Vertx vertx, MeterRegistry registry) {
        OvsdbClient client = new OvsdbClient(settings, vertx, registry);
        client.connector.start();
        return client;
    }

    /** A Vert.x with one event loop and the native transport, for programs that have none. The caller closes it. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    }

    /** @throws NotConnectedException with the last reason when no server is usable in time */
    public void awaitConnected(Duration timeout) {
        var _ = connector.await(timeout);
    }

    public ConnectionState connection() {
        return connector.state();
    }

    /** The schema that the server connected now has; empty when none is. */
    public Optional<DatabaseSchema> schema() {
        return connector.current().map(Connector.Usable::schema);
    }

    /**
     * Commits, waiting for a server and for its answer, each as long as a request may take.
     *
     * @throws TransactionException when it was refused: nothing was done
     * @throws NotConnectedException when it was not sent
     * @throws OvsdbException that says {@link OvsdbException#outcomeUnknown()} when no answer came; a
     *     {@link Transaction#repeatable()} one can be sent again
     */
    public TransactionResult transact(Transaction transaction) {
        return transact(transaction, settings.limits().requestTimeout());
    }

    /** As {@link #transact(Transaction)}, with another time for the server and again for the answer. */
    public TransactionResult transact(Transaction transaction, Duration timeout) {
        return Session.join(commit(connector.await(timeout), transaction, timeout));
    }

    /**
     * Commits without waiting for a server. May wait for its turn when many requests are under way.
     *
     * @return with the exceptions of {@link #transact(Transaction)}; what depends on it runs on virtual threads
     */
    public CompletableFuture<TransactionResult> transactAsync(Transaction transaction) {
        Optional<Connector.Usable> usable = connector.current();
        if (usable.isEmpty()) {
            return CompletableFuture.failedFuture(new NotConnectedException(
                    "No usable server now: " + connector.state().lastError()));
        }
        var answer = new CompletableFuture<TransactionResult>();
        var _ = commit(usable.get(), transaction, settings.limits().requestTimeout())
                .whenCompleteAsync(
                        (result, failure) -> {
                            boolean _ = failure == null
                                    ? answer.complete(result)
                                    : answer.completeExceptionally(cause(failure));
                        },
                        Thread::startVirtualThread);
        return answer;
    }

    /**
     * Commits a repeatable transaction for certain: sends it again when the outcome is unknown or no server was
     * there, until an answer comes. The server may have repeated it too, when it lost its leader in between; so a row
     * that exists already always counts as done.
     *
     * @param patience for all attempts together
     * @throws IllegalArgumentException when the transaction is not {@link Transaction#repeatable()}
     * @throws TransactionException when it was refused
     * @throws OvsdbException of the last attempt when patience is over
     */
    public Commit transactOnce(Transaction transaction, Duration patience) {
        if (!transaction.repeatable()) {
            throw new IllegalArgumentException(
                    "Only a transaction that inserts a row under its own uuid can be repeated");
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
            Duration attempt = left.compareTo(settings.limits().requestTimeout()) < 0
                    ? left
                    : settings.limits().requestTimeout();
            try {
                return new Commit.Done(Session.join(commit(connector.await(left), transaction, attempt)));
            } catch (TransactionException.DuplicateUuid e) {
                return new Commit.DoneBefore();
            } catch (TransactionException.NotWritable e) {
                pauseOrThrow(deadline, e);
            } catch (TransactionException e) {
                throw e;
            } catch (OvsdbException e) {
                if (!e.outcomeUnknown() && !(e instanceof NotConnectedException)) {
                    throw e;
                }
                pauseOrThrow(deadline, e);
            }
        }
    }

    /**
     * Begins to follow tables.
     *
     * @throws io.oblako.network.ovsdb.error.SchemaMismatchException when a server is connected and lacks some; when
     *     none is, servers that lack some will not be taken
     */
    public Replica replicate(ReplicaSpec spec) {
        var follower = new ReplicaFollower(
                settings.database(), "replica-" + monitorIds.incrementAndGet(), spec, metrics::wholeLoad, this::forget);
        lock.lock();
        try {
            attached.ifPresent(usable -> usable.schema().require(spec.columns()));
            followers.add(follower);
            attached.ifPresent(usable -> follower.follow(usable.session(), usable.schema()));
        } finally {
            lock.unlock();
        }
        return follower.replica();
    }

    /**
     * Asks for a lock, now and in each session to come, until it is closed.
     *
     * @param name letters, digits and {@code _}, not beginning with a digit
     * @throws IllegalStateException when this client has asked for it already, or takes any member of a cluster: each
     *     member has locks of its own, and only the leader's decide
     */
    public OvsdbLock lock(String name) {
        if (!Atom.isIdentifier(name)) {
            throw new IllegalArgumentException("Not a name of OVSDB (letters, digits, _): " + name);
        }
        if (!settings.leaderOnly()) {
            throw new IllegalStateException("Locks need a client that takes the leader only");
        }
        var asked = new OvsdbLock(name, this::forget);
        lock.lock();
        try {
            if (locks.putIfAbsent(name, asked) != null) {
                throw new IllegalStateException("Lock %s was asked for already".formatted(name));
            }
            attached.ifPresent(usable -> asked.ask(usable.session()));
        } finally {
            lock.unlock();
        }
        return asked;
    }

    /** Ends everything: replicas keep their last state, locks are free, requests under way fail. */
    @Override
    public void close() {
        connector.close();
        List<ReplicaFollower> toClose;
        lock.lock();
        try {
            toClose = List.copyOf(followers);
        } finally {
            lock.unlock();
        }
        toClose.forEach(follower -> follower.replica().close());
        dialer.close();
        metrics.close();
    }

    private CompletableFuture<TransactionResult> commit(
            Connector.Usable usable, Transaction transaction, Duration timeout) {
        long start = System.nanoTime();
        return usable.session()
                .request("transact", transaction.encode(settings.database()), timeout)
                .thenApply(transaction::decode)
                .whenComplete((result, failure) -> {
                    metrics.transaction(start, failure == null ? null : cause(failure));
                    if (failure == null) {
                        metrics.written(result.written());
                    }
                });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void pauseOrThrow(long deadline, OvsdbException cause) {
        if (System.nanoTime() + RETRY_PAUSE.toNanos() - deadline >= 0) {
            throw cause;
        }
        try {
            Thread.sleep(RETRY_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private double cachedRows() {
        lock.lock();
        try {
            return followers.stream()
                    .mapToLong(follower -> follower.replica().snapshot().rows())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    private void forget(ReplicaFollower follower) {
        lock.lock();
        try {
            followers.remove(follower);
            attached.ifPresent(usable -> follower.stop(usable.session()));
        } finally {
            lock.unlock();
        }
    }

    private void forget(OvsdbLock closed) {
        lock.lock();
        try {
            locks.remove(closed.name(), closed);
        } finally {
            lock.unlock();
        }
    }

    private final class Owner implements Connector.Owner {

        @Override
        public void check(DatabaseSchema schema) {
            lock.lock();
            try {
                followers.forEach(follower -> schema.require(follower.spec().columns()));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void connected(Connector.Usable usable) {
            metrics.connected();
            lock.lock();
            try {
                attached = Optional.of(usable);
                locks.values().forEach(one -> one.ask(usable.session()));
                followers.forEach(follower -> follower.follow(usable.session(), usable.schema()));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void lost(Session session) {
            lock.lock();
            try {
                attached = Optional.empty();
                locks.values().forEach(one -> one.lost(session));
                followers.forEach(follower -> follower.lost(session));
            } finally {
                lock.unlock();
            }
        }
    }
}
