package io.oblako.compute.node.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.kernel.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The node's small HTTP server. {@code GET /guests/{server}/console?length=N} answers the newest N lines of the serial
 * console, WebSockets at the targets of {@link ConsoleKind} are lines to consoles; both want compute's signature. Health and
 * metrics are for whoever watches the host.
 */
public final class NodeHttp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NodeHttp.class);
    private static final Pattern CONSOLE = Pattern.compile("/guests/([0-9a-f-]{36})/console");
    private static final Pattern CONSOLE_LINE = Pattern.compile("/guests/([0-9a-f-]{36})/(serial|screen)");
    /** Open consoles of all guests of this daemon. */
    private static final int MOST_LINES = 256;

    private static final int MAX_HEADER = 8 * 1024;
    /** Longer than a console is waited for: nothing is said meanwhile. */
    private static final int IDLE_SECONDS = 60;

    private static final long START_SECONDS = 10;

    /** What the server shows. */
    public interface View {

        /** The driver that knows the guest; empty when none does. */
        Optional<Hypervisor> hypervisorOf(UUID server);

        /** Whether all wishes are known and the node does its work. */
        boolean ready();

        /** What the node is doing, for people. */
        Map<String, Object> status();
    }

    private final NodeCallSignature signature;
    private final View view;
    private final PrometheusMeterRegistry meters;
    private final Executor workers;
    private final Semaphore lines = new Semaphore(MOST_LINES);
    private final Vertx vertx;
    private final HttpServer server;

    public NodeHttp(
            String host,
            int port,
            NodeCallSignature signature,
            View view,
            PrometheusMeterRegistry meters,
            Executor workers) {
        this.signature = signature;
        this.view = view;
        this.meters = meters;
        this.workers = workers;
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxHeaderSize(MAX_HEADER)
                        .setHandle100ContinueAutomatically(false))
                .requestHandler(this::handle)
                // Without this one Vert.x asks the other not at all.
                .webSocketHandler(socket -> LOG.debugf("A console of %s is open", socket.path()))
                .webSocketHandshakeHandler(this::console);
    }

    /** @throws IllegalStateException when the port cannot be had */
    public void start() {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The node's HTTP server could not start: is the port taken?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            answer(request, 405, "text/plain", "Only GET is known here\n");
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "");
        switch (path) {
            case "/health/live" -> answer(request, 200, "application/json", "{\"status\":\"UP\"}");
            case "/health/ready" -> {
                boolean ready = view.ready();
                answer(
                        request,
                        ready ? 200 : 503,
                        "application/json",
                        Json.text(Map.of("status", ready ? "UP" : "DOWN", "node", view.status())));
            }
            case "/metrics" ->
                later(
                        request,
                        "text/plain; version=0.0.4",
                        () -> Optional.of(meters.scrape().getBytes(StandardCharsets.UTF_8)));
            default -> guest(request, path);
        }
    }

    private void guest(HttpServerRequest request, String called) {
        Matcher path = CONSOLE.matcher(called);
        if (!path.matches()) {
            answer(request, 404, "text/plain", "Unknown path\n");
            return;
        }
        if (!isOfCompute(request.headers(), request.uri())) {
            answer(request, 401, "text/plain", "This call needs the signature of compute\n");
            return;
        }
        int lines = lines(request.getParam("length"));
        UUID id = UUID.fromString(path.group(1));
        Function<Hypervisor, byte[]> newest = hypervisor -> ConsoleLines.last(hypervisor.console(id), lines);
        later(request, "text/plain; charset=utf-8", () -> view.hypervisorOf(id).map(newest));
    }

    private boolean isOfCompute(MultiMap headers, String target) {
        String signed = headers.get(NodeCallSignature.HEADER);
        return signed != null && signature.accepts(signed, "GET", target);
    }

    private void console(ServerWebSocketHandshake asked) {
        Matcher path = CONSOLE_LINE.matcher(Objects.requireNonNullElse(asked.path(), ""));
        if (!path.matches()) {
            reject(asked, 404);
        } else if (!isOfCompute(asked.headers(), asked.uri())) {
            reject(asked, 401);
        } else if (!lines.tryAcquire()) {
            reject(asked, 503);
        } else {
            UUID server = UUID.fromString(path.group(1));
            ConsoleKind kind = ConsoleKind.valueOf(path.group(2).toUpperCase(Locale.ROOT));
            workers.execute(() -> open(asked, server, kind));
        }
    }

    private void open(ServerWebSocketHandshake asked, UUID server, ConsoleKind kind) {
        int status;
        try {
            Optional<ByteChannel> line = view.hypervisorOf(server).map(driver -> driver.openConsole(server, kind));
            if (line.isPresent()) {
                accept(asked, line.get(), kind);
                return;
            }
            status = 404;
        } catch (GuestFailure e) {
            LOG.infof(e, "No console of guest %s", server);
            status = e.code().equals(GuestFailure.NOT_RUNNING) ? 409 : 503;
        } catch (RuntimeException e) {
            LOG.error("A console could not be opened", e);
            status = 500;
        }
        lines.release();
        reject(asked, status);
    }

    private void accept(ServerWebSocketHandshake asked, ByteChannel line, ConsoleKind kind) {
        asked.accept()
                .onSuccess(socket -> new ConsoleBridge(socket, line, kind, workers).start(lines::release))
                .onFailure(e -> {
                    LOG.info("A console's connection failed", e);
                    lines.release();
                    ConsoleBridge.close(line);
                });
    }

    private static void reject(ServerWebSocketHandshake asked, int status) {
        var _ = asked.reject(status);
    }

    private static int lines(@Nullable String text) {
        try {
            return text == null ? Integer.MAX_VALUE : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            LOG.debugf("Not a number of lines: %s", text);
            return Integer.MAX_VALUE;
        }
    }

    /** Blocking work is done away from the event loop. */
    private void later(HttpServerRequest request, String type, Supplier<Optional<byte[]>> work) {
        workers.execute(() -> {
            try {
                Optional<byte[]> body = work.get();
                if (body.isEmpty()) {
                    answer(request, 404, "text/plain", "No such guest\n");
                    return;
                }
                request.response()
                        .putHeader("Content-Type", type)
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(body.get()));
            } catch (RuntimeException e) {
                LOG.error("A call to the node failed", e);
                answer(request, 500, "text/plain", "The node failed\n");
            }
        });
    }

    private static void answer(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }

    @Override
    public void close() {
        var _ = server.close();
        var _ = vertx.close();
    }
}
