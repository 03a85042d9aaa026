package io.oblako.testing.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of identity and image as a node asks for. */
public final class FakeCloud implements AutoCloseable {

    private static final String TOKEN = "the-token";

    private final HttpServer server;
    public final Map<UUID, byte[]> stored = new ConcurrentHashMap<>();
    public final AtomicInteger downloads = new AtomicInteger();
    /** So many downloads break off in the middle. */
    public final AtomicInteger toBreak = new AtomicInteger();

    public FakeCloud() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v3/auth/tokens", this::token);
        server.createContext("/v2/images/", this::image);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean good = body.contains("\"id\":\"credential\"") && body.contains("\"secret\":\"hidden\"");
        exchange.getResponseHeaders().add("X-Subject-Token", TOKEN);
        answer(exchange, good ? 201 : 401, "{\"token\":{\"expires_at\":\"2999-01-01T00:00:00.000000Z\"}}");
    }

    private void image(HttpExchange exchange) throws IOException {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
            answer(exchange, 401, "{}");
            return;
        }
        String[] path = exchange.getRequestURI().getPath().split("/");
        UUID id = UUID.fromString(path[3]);
        boolean file = path.length == 5;
        if (file && exchange.getRequestMethod().equals("PUT")) {
            stored.put(id, exchange.getRequestBody().readAllBytes());
            answer(exchange, 204, "");
        } else if (file) {
            file(exchange, Objects.requireNonNull(stored.get(id), "no such image"));
        } else {
            answer(exchange, 200, "{\"status\":\"" + (stored.containsKey(id) ? "active" : "queued") + "\"}");
        }
    }

    private void file(HttpExchange exchange, byte[] bytes) throws IOException {
        downloads.incrementAndGet();
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        byte[] part = Arrays.copyOfRange(bytes, from, bytes.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, part.length);
        try (var out = exchange.getResponseBody()) {
            if (toBreak.getAndDecrement() > 0) {
                out.write(part, 0, part.length / 2);
                out.flush();
                throw new IOException("broken off");
            }
            out.write(part);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
