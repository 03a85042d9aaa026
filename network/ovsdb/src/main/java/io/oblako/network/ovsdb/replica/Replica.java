package io.oblako.network.ovsdb.replica;

import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.error.RequestTimedOutException;
import io.oblako.network.ovsdb.wire.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A local copy of tables that follows the server, also over reconnects. Whoever has the answer to a transaction of
 * the same client finds its changes in {@link #snapshot()}. While the server is away the last state stays readable;
 * {@link #age()} says how old it may be. Thread-safe.
 */
public final class Replica implements AutoCloseable {

    /** Ends the telling. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final Runnable onClose;
    private final ReentrantLock publishing = new ReentrantLock();
    private final Condition published = publishing.newCondition();
    private final List<ListenerQueue> listeners = new ArrayList<>();
    private final CompletableFuture<Snapshot> ready = new CompletableFuture<>();
    private volatile Snapshot snapshot;
    private volatile @Nullable Session current;
    private volatile long lastWordNanos;
    private volatile boolean closed;

    Replica(ReplicaSpec spec, Runnable onClose) {
        this.onClose = onClose;
        snapshot = ReplicaState.empty(spec);
    }

    /** The newest state; without rows until {@link #ready()}. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Completes with the first state; exceptionally when the replica is closed before. */
    public CompletableFuture<Snapshot> ready() {
        return ready.copy();
    }

    /** @throws RequestTimedOutException when there is no first state in time */
    public Snapshot awaitReady(Duration timeout) {
        return await(state -> state.version() > 0, timeout);
    }

    /**
     * Waits until a state fits.
     *
     * @param condition is cheap: it is asked after each change
     * @throws RequestTimedOutException when none does in time
     */
    public Snapshot await(Predicate<Snapshot> condition, Duration timeout) {
        long left = timeout.toNanos();
        publishing.lock();
        try {
            while (!condition.test(snapshot)) {
                if (closed) {
                    throw new NotConnectedException("The replica is closed");
                }
                if (left <= 0) {
                    throw new RequestTimedOutException("The replica did not come to that state within " + timeout);
                }
                left = published.awaitNanos(left);
            }
            return snapshot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestTimedOutException("Interrupted while waiting for a state", e);
        } finally {
            publishing.unlock();
        }
    }

    /** Whether a server is heard and the state is what it says. */
    public boolean synchronised() {
        return current != null;
    }

    /** Time since the server was last heard while the state was what it says; empty before the first state. */
    public Optional<Duration> age() {
        if (snapshot.version() == 0) {
            return Optional.empty();
        }
        Session session = current;
        long heard = session == null ? lastWordNanos : session.lastHeardNanos();
        return Optional.of(Duration.ofNanos(Math.max(0, System.nanoTime() - heard)));
    }

    /**
     * Tells a listener of each change, in order, on a thread where he may block. His first delta inserts all rows there
     * are. When he is slower than the changes come, several are merged into one delta that leads to the same state.
     */
    public Subscription listen(Consumer<Delta> listener) {
        var queue = new ListenerQueue(listener);
        publishing.lock();
        try {
            if (snapshot.version() > 0) {
                queue.offer(everything(snapshot), snapshot);
            }
            listeners.add(queue);
        } finally {
            publishing.unlock();
        }
        return () -> forget(queue);
    }

    /** Stops following. The last state stays readable. */
    @Override
    public void close() {
        publishing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            listeners.forEach(ListenerQueue::close);
            listeners.clear();
            published.signalAll();
        } finally {
            publishing.unlock();
        }
        onClose.run();
        ready.completeExceptionally(new NotConnectedException("The replica was closed"));
    }

    boolean closed() {
        return closed;
    }

    /** Publishes a state. On the session's thread. */
    void publish(ReplicaState.Step step, Session session) {
        publishing.lock();
        try {
            snapshot = step.snapshot();
            lastWordNanos = session.lastHeardNanos();
            current = session;
            // The first state is told even when it is empty: somebody may wait for it to begin.
            if (!step.changes().isEmpty() || snapshot.version() == 1) {
                listeners.forEach(queue -> queue.offer(step.changes(), snapshot));
            }
            published.signalAll();
        } finally {
            publishing.unlock();
        }
        ready.complete(snapshot);
    }

    void lost(Session session) {
        publishing.lock();
        try {
            if (session.equals(current)) {
                lastWordNanos = session.lastHeardNanos();
                current = null;
            }
        } finally {
            publishing.unlock();
        }
    }

    private void forget(ListenerQueue queue) {
        queue.close();
        publishing.lock();
        try {
            listeners.remove(queue);
        } finally {
            publishing.unlock();
        }
    }

    private static List<RowChange> everything(Snapshot snapshot) {
        var all = new ArrayList<RowChange>();
        snapshot.tables()
                .forEach((name, table) -> table.rows().forEach(row -> all.add(new RowChange.Inserted(name, row))));
        return all;
    }
}
