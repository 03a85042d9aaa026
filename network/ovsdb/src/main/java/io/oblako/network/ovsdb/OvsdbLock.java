package io.oblako.network.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.wire.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the server, asked for again in each new session. {@link #held()} is what we know, and may be out of date
 * when it is read; what counts is {@code assertLock} in the transaction, which the server checks when it executes it.
 * Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-4.1.8">RFC 7047, section 4.1.8</a>
 */
public final class OvsdbLock implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OvsdbLock.class);

    private final String name;
    private final Consumer<OvsdbLock> onClose;
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final ReentrantLock telling = new ReentrantLock();
    private @Nullable Session session;
    private boolean held;
    private boolean closed;
    private boolean told;

    OvsdbLock(String name, Consumer<OvsdbLock> onClose) {
        this.name = name;
        this.onClose = onClose;
    }

    public String name() {
        return name;
    }

    /** Whether the server has given it to us, as far as we have heard. */
    public boolean held() {
        state.lock();
        try {
            return held;
        } finally {
            state.unlock();
        }
    }

    /** @return whether it is held; false when the time was up */
    public boolean awaitHeld(Duration timeout) {
        return await(true, timeout);
    }

    /** @return whether it is not held; false when the time was up */
    public boolean awaitLost(Duration timeout) {
        return await(false, timeout);
    }

    /**
     * Tells of changes of {@link #held()}, on a thread where the listener may block; changes in between may be left
     * out.
     */
    public void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /**
     * Takes it from whoever holds it: the holder hears of it and comes next in the queue.
     *
     * @return completes when the server has answered
     */
    public CompletableFuture<Void> steal() {
        Session now;
        state.lock();
        try {
            now = session;
        } finally {
            state.unlock();
        }
        if (now == null) {
            return CompletableFuture.failedFuture(
                    new NotConnectedException("No server to steal lock " + name + " from"));
        }
        // A session may ask for a lock once: the waiting request goes first.
        return now.request("unlock", params())
                .thenComposeAsync(_ -> now.request("steal", params()), Thread::startVirtualThread)
                .thenAccept(_ -> set(now, true));
    }

    /** Gives it back, or stops waiting for it. */
    @Override
    public void close() {
        Session now;
        state.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            now = session;
            session = null;
            held = false;
            changed.signalAll();
        } finally {
            state.unlock();
        }
        if (now != null && !now.over()) {
            var _ = now.request("unlock", params());
        }
        tell();
        onClose.accept(this);
    }

    void ask(Session fresh) {
        state.lock();
        try {
            if (closed) {
                return;
            }
            session = fresh;
        } finally {
            state.unlock();
        }
        fresh.onLock(name, event -> set(fresh, event.equals("locked")));
        var _ = fresh.request("lock", params(), answer -> set(fresh, locked(answer)))
                .whenComplete((_, failure) -> {
                    if (failure != null && !fresh.over()) {
                        LOG.warnf("Lock %s could not be asked for: %s", name, failure.getMessage());
                        fresh.close(new ConnectionLostException(
                                "Lock %s could not be asked for: %s".formatted(name, failure.getMessage()), failure));
                    }
                });
    }

    void lost(Session ended) {
        state.lock();
        try {
            if (ended.equals(session)) {
                session = null;
                held = false;
                changed.signalAll();
            }
        } finally {
            state.unlock();
        }
        tell();
    }

    private static boolean locked(JsonNode answer) {
        return answer.path("locked").asBoolean(false);
    }

    private void set(Session source, boolean now) {
        state.lock();
        try {
            if (!source.equals(session)) {
                return;
            }
            held = now;
            changed.signalAll();
        } finally {
            state.unlock();
        }
        tell();
    }

    private void tell() {
        if (!listeners.isEmpty()) {
            Thread.ofVirtual().name("ovsdb-lock-listener").start(this::tellInOrder);
        }
    }

    private void tellInOrder() {
        telling.lock();
        try {
            boolean now = held();
            if (now == told) {
                return;
            }
            told = now;
            listeners.forEach(listener -> {
                try {
                    listener.accept(now);
                } catch (RuntimeException e) {
                    LOG.errorf(e, "A listener of lock %s failed", name);
                }
            });
        } finally {
            telling.unlock();
        }
    }

    private boolean await(boolean wish, Duration timeout) {
        long left = timeout.toNanos();
        state.lock();
        try {
            while (held != wish && left > 0) {
                left = changed.awaitNanos(left);
            }
            return held == wish;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return held == wish;
        } finally {
            state.unlock();
        }
    }

    private ArrayNode params() {
        return JsonNodeFactory.instance.arrayNode().add(name);
    }
}
