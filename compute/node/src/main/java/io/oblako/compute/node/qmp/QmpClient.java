package io.oblako.compute.node.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a QEMU monitor over its unix socket. Commands carry ids, so that several may be under way; events go to
 * the listener; every wait is bounded. QEMU is hostile as soon as its guest runs: messages are limited, and their JSON is
 * read strictly. Thread-safe.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qmp-spec.html">QEMU Machine Protocol</a>
 */
public final class QmpClient implements AutoCloseable {

    /** The longest message is a read of the console's ring, 256 KiB in base64. */
    public static final int MAX_MESSAGE = 4 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(QmpClient.class);
    private static final int CHUNK = 16 * 1024;

    /** Something happened to the virtual machine. Data is an object, empty when there is none. */
    public record Event(String name, JsonNode data) {}

    private final SocketChannel channel;
    private final Consumer<Event> events;
    private final Runnable closed;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
    private volatile boolean open = true;

    private QmpClient(SocketChannel channel, Consumer<Event> events, Runnable closed) {
        this.channel = channel;
        this.events = events;
        this.closed = closed;
    }

    /**
     * Connects and negotiates.
     *
     * @param timeout within which the socket must appear and QEMU must greet; it greets one client at a time
     * @param alive asked while the socket is waited for; false ends the waiting
     * @param events called on the reader's thread; returns at once
     * @param closed called once when the connection ends for whatever reason
     */
    public static QmpClient connect(
            Path socket, Duration timeout, BooleanSupplier alive, Consumer<Event> events, Runnable closed)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        SocketChannel channel = GuestSocket.connect(socket, deadline, alive);
        QmpClient client = new QmpClient(channel, events, closed);
        Thread.ofVirtual().name("qmp-" + socket).start(client::read);
        try {
            long left = Math.max(1, deadline - System.nanoTime());
            client.greeting.get(left, TimeUnit.NANOSECONDS);
            client.execute("qmp_capabilities", Map.of(), Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            return client;
        } catch (TimeoutException | ExecutionException e) {
            client.close();
            throw new IOException("QEMU did not greet", e);
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** {@link #execute(String, Map, Duration)} without arguments. */
    public JsonNode execute(String command, Duration timeout) throws IOException {
        return execute(command, Map.of(), timeout);
    }

    /**
     * Runs a command.
     *
     * @return what QEMU returned
     * @throws QmpRefused when QEMU said no
     * @throws IOException when the connection is gone or the answer did not come in time
     */
    public JsonNode execute(String command, Map<String, ?> arguments, Duration timeout) throws IOException {
        String id = Long.toString(ids.incrementAndGet());
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            if (!open) {
                throw new IOException("The connection to QEMU is closed");
            }
            send(
                    arguments.isEmpty()
                            ? Map.of("execute", command, "id", id)
                            : Map.of("execute", command, "arguments", arguments, "id", id));
            JsonNode message = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            JsonNode error = message.get("error");
            if (error != null) {
                throw new QmpRefused(
                        command,
                        error.path("class").asText("GenericError"),
                        error.path("desc").asText(""));
            }
            return message.path("return");
        } catch (TimeoutException e) {
            throw new IOException("QEMU did not answer %s within %s".formatted(command, timeout), e);
        } catch (ExecutionException e) {
            throw new IOException("The connection to QEMU ended during " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            waiting.remove(id);
        }
    }

    private synchronized void send(Map<String, ?> message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(message));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void read() {
        try {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (channel.read(chunk) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    byte b = chunk.get();
                    if (b == '\n') {
                        take(line.toByteArray());
                        line.reset();
                    } else {
                        line.write(b);
                        if (line.size() > MAX_MESSAGE) {
                            throw new IOException("A message of QEMU is too long");
                        }
                    }
                }
                chunk.clear();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The connection to QEMU ended", e);
        } finally {
            end();
        }
    }

    private void take(byte[] line) {
        if (line.length == 0) {
            return;
        }
        JsonNode message = Json.read(line, JsonNode.class);
        JsonNode event = message.get("event");
        if (event != null) {
            events.accept(new Event(event.asText(), message.path("data")));
            return;
        }
        if (message.has("QMP")) {
            greeting.complete(message);
            return;
        }
        @Nullable
        CompletableFuture<JsonNode> answer = waiting.get(message.path("id").asText());
        if (answer != null) {
            answer.complete(message);
        }
    }

    private void end() {
        boolean wasOpen = open;
        open = false;
        closeChannel();
        IOException gone = new IOException("The connection to QEMU is closed");
        greeting.completeExceptionally(gone);
        waiting.values().forEach(answer -> answer.completeExceptionally(gone));
        if (wasOpen) {
            closed.run();
        }
    }

    public boolean open() {
        return open;
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The socket of a monitor was not closed in good order", e);
        }
    }

    /** Lets go of the monitor; the virtual machine runs on. */
    @Override
    public void close() {
        closeChannel();
    }
}
