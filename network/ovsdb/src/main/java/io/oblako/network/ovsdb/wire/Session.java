package io.oblako.network.ovsdb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.RequestRefusedException;
import io.oblako.network.ovsdb.error.RequestTimedOutException;
import io.oblako.network.ovsdb.value.ValueCodec;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC 1.0 over one connection: requests with their answers, notifications to whom they belong, signs of life.
 * All that comes is handled on one thread in the order of the server, so whoever has the answer to a transaction has
 * seen its changes in his replicas. Thread-safe.
 */
public final class Session {

    private static final Duration NO_WAIT = Duration.ZERO;

    /** How many times longer than for a request the first state of whole tables may take. */
    private static final int MONITOR_PATIENCE = 6;

    private record Waiting(CompletableFuture<JsonNode> answer, Consumer<JsonNode> first, long timer) {}

    private final Vertx vertx;
    private final WireLimits limits;
    private final MessageCodec codec;
    private final Connection connection;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Monitor> monitors = new ConcurrentHashMap<>();
    private final Map<String, Consumer<String>> lockEvents = new ConcurrentHashMap<>();
    private final Semaphore slots;
    private final CompletableFuture<OvsdbException> ended = new CompletableFuture<>();
    private final long probe;
    private volatile boolean over;

    private Session(Vertx vertx, NetSocket socket, WireLimits limits, MessageCodec codec, WireMetrics metrics) {
        this.vertx = vertx;
        this.limits = limits;
        this.codec = codec;
        slots = new Semaphore(limits.maxRequests());
        connection = new Connection(socket, limits, metrics);
        probe = vertx.setPeriodic(Math.max(1, limits.probeInterval().toMillis() / 2), _ -> probe());
    }

    /** Takes over a socket that has just been connected. To be called on its event loop. */
    static Session over(
            Vertx vertx, NetSocket socket, WireLimits limits, MessageCodec codec, WireMetrics metrics, String name) {
        Session session = new Session(vertx, socket, limits, codec, metrics);
        session.connection.start(session.new Handler(), name);
        return session;
    }

    /** {@link #request(String, ArrayNode, Duration)} with the usual time. */
    public CompletableFuture<JsonNode> request(String method, ArrayNode params) {
        return request(method, params, limits.requestTimeout(), _ -> {});
    }

    /**
     * Asks the server. May wait for its turn when many requests are under way or the peer does not take what was sent.
     *
     * @param timeout for the turn, and again for the answer
     * @return the result; or {@link RequestRefusedException}, {@link RequestTimedOutException},
     *     {@link ConnectionLostException}
     */
    public CompletableFuture<JsonNode> request(String method, ArrayNode params, Duration timeout) {
        return request(method, params, timeout, _ -> {});
    }

    /**
     * As {@link #request(String, ArrayNode)}.
     *
     * @param first sees the result on the session's thread, before anything that the server sent later is looked at
     */
    public CompletableFuture<JsonNode> request(String method, ArrayNode params, Consumer<JsonNode> first) {
        return request(method, params, limits.requestTimeout(), first);
    }

    /** As {@link #request(String, ArrayNode)}, waited for. */
    public JsonNode call(String method, ArrayNode params) {
        return join(request(method, params));
    }

    /**
     * The value of a future of ours.
     *
     * @throws OvsdbException it ended with, fresh, so that the trace shows the caller; or {@link
     *     RequestTimedOutException} when the thread is interrupted
     */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OvsdbException cause) {
                cause.addSuppressed(new IllegalStateException("asked for here"));
                throw cause;
            }
            throw new IllegalStateException("A request failed in an unknown way", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestTimedOutException("Interrupted while waiting for the server", e);
        }
    }

    /**
     * Follows tables.
     *
     * @param id of the monitor, unique in the session
     * @param requests as {@code monitor_cond_since} wants them
     * @param since the last transaction that the caller knows
     */
    public void monitor(String database, String id, JsonNode requests, String since, Monitor monitor) {
        if (monitors.putIfAbsent(id, monitor) != null) {
            throw new IllegalArgumentException("Monitor %s runs already".formatted(id));
        }
        ArrayNode params = JsonNodeFactory.instance
                .arrayNode()
                .add(database)
                .add(id)
                .add(requests)
                .add(since);
        var _ = request(
                        "monitor_cond_since",
                        params,
                        limits.requestTimeout().multipliedBy(MONITOR_PATIENCE),
                        monitor::initial)
                .whenComplete((_, failure) -> {
                    if (failure instanceof RequestRefusedException refused) {
                        monitors.remove(id);
                        monitor.refused(refused);
                    } else if (failure instanceof RequestTimedOutException late) {
                        // Without an answer nobody knows what the changes that follow relate to.
                        close(late);
                    }
                });
    }

    /** Stops following. Changes that are under way may still come. */
    public void cancelMonitor(String id) {
        if (monitors.remove(id) != null && !over) {
            var _ = request(
                    "monitor_cancel", JsonNodeFactory.instance.arrayNode().add(id));
        }
    }

    /** Who is told, by {@code locked} or {@code stolen}, what becomes of a lock; on the session's thread. */
    public void onLock(String lock, Consumer<String> events) {
        lockEvents.put(lock, events);
    }

    /** {@link System#nanoTime} when the server was heard last. */
    public long lastHeardNanos() {
        return connection.lastHeardNanos();
    }

    /** Completes with the reason when the session is over and nothing of it will be handled any more. */
    public CompletableFuture<OvsdbException> ended() {
        return ended;
    }

    public boolean over() {
        return over;
    }

    /** Ends the session. Requests under way end with {@link ConnectionLostException}. */
    public void close(OvsdbException cause) {
        connection.end(cause);
    }

    private CompletableFuture<JsonNode> request(
            String method, ArrayNode params, Duration timeout, Consumer<JsonNode> first) {
        var answer = new CompletableFuture<JsonNode>();
        long id = ids.incrementAndGet();
        byte[] message = codec.request(id, method, params);
        if (!takeSlot(timeout)) {
            answer.completeExceptionally(
                    new RequestRefusedException("%d requests are under way already".formatted(limits.maxRequests())));
            return answer;
        }
        long timer = vertx.setTimer(timeout.toMillis(), _ -> timedOut(id, method, timeout));
        waiting.put(id, new Waiting(answer, first, timer));
        try {
            if (!connection.send(message, timeout) && waiting.containsKey(id)) {
                finish(id, null, new RequestRefusedException("The server does not take what is sent to it"));
            }
        } catch (ConnectionLostException e) {
            finish(id, null, e);
        } catch (IllegalArgumentException e) {
            finish(id, null, new RequestRefusedException(String.valueOf(e.getMessage()), e));
        }
        if (over) {
            // The end may have looked at the waiting before this one was among them.
            finish(id, null, new ConnectionLostException("The connection has ended"));
        }
        return answer;
    }

    private boolean takeSlot(Duration timeout) {
        try {
            return slots.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void timedOut(long id, String method, Duration timeout) {
        if (finish(id, null, new RequestTimedOutException("No answer to %s within %s".formatted(method, timeout)))
                && method.equals("transact")) {
            // RFC 7047, 4.1.4: the server need not wait any longer for what nobody waits for.
            trySend(codec.notification(
                    "cancel", JsonNodeFactory.instance.arrayNode().add(id)));
        }
    }

    /** @return whether it was still waiting */
    private boolean finish(long id, @Nullable JsonNode result, @Nullable OvsdbException failure) {
        Waiting one = waiting.remove(id);
        if (one == null) {
            return false;
        }
        vertx.cancelTimer(one.timer);
        slots.release();
        if (result == null) {
            one.answer.completeExceptionally(
                    failure == null ? new ConnectionLostException("The connection has ended") : failure);
            return true;
        }
        try {
            one.first.accept(result);
        } catch (OvsdbException e) {
            one.answer.completeExceptionally(e);
            throw e;
        }
        one.answer.complete(result);
        return true;
    }

    /** For messages that must not wait: when the peer takes nothing, they are not worth it. */
    private void trySend(byte[] message) {
        try {
            boolean _ = connection.send(message, NO_WAIT);
        } catch (ConnectionLostException e) {
            // The end is told to those who wait for something.
            return;
        }
    }

    /** Asks for a sign of life after one interval of silence, and gives up after two. On the event loop. */
    private void probe() {
        long silentMillis = (System.nanoTime() - connection.lastHeardNanos()) / 1_000_000;
        long interval = limits.probeInterval().toMillis();
        if (silentMillis >= 2 * interval) {
            close(new ConnectionLostException("The server has been silent for %d ms".formatted(silentMillis)));
        } else if (silentMillis >= interval) {
            trySend(codec.request(0, "echo", JsonNodeFactory.instance.arrayNode()));
        }
    }

    private final class Handler implements Connection.Reader {

        @Override
        public void message(byte[] frame) {
            switch (codec.decode(frame)) {
                case Message.Response(long id, JsonNode result, JsonNode error) -> {
                    // An answer that nobody waits for came too late, or is that of a probe.
                    boolean _ = error.isNull()
                            ? finish(id, result, null)
                            : finish(
                                    id,
                                    null,
                                    new RequestRefusedException("The server refused: " + ValueCodec.shorten(error)));
                }
                case Message.Request(String method, JsonNode params, JsonNode id) -> handle(method, params, id);
            }
        }

        private void handle(String method, JsonNode params, JsonNode id) {
            switch (method) {
                case "echo" -> trySend(codec.response(id, params));
                case "update3" -> {
                    Monitor monitor = monitors.get(params.path(0).asText());
                    if (monitor != null) {
                        monitor.update(params);
                    }
                }
                case "locked", "stolen" -> {
                    Consumer<String> events = lockEvents.get(params.path(0).asText());
                    if (events != null) {
                        events.accept(method);
                    }
                }
                case "monitor_canceled" ->
                    throw new ProtocolException("The server stopped a monitor: the database is being replaced");
                default -> {
                    if (!id.isNull()) {
                        trySend(codec.refusal(id, "unknown method"));
                    }
                }
            }
        }

        @Override
        public void ended(OvsdbException cause) {
            over = true;
            vertx.cancelTimer(probe);
            waiting.keySet().forEach(id -> {
                boolean _ = finish(
                        id, null, new ConnectionLostException("The connection ended: " + cause.getMessage(), cause));
            });
            ended.complete(cause);
        }
    }
}
