package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One who sits at a guest's console, through the address that the API gave. */
final class RemoteConsole implements WebSocket.Listener, AutoCloseable {

    private static final Duration OPEN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuffer heard = new StringBuffer();
    private final WebSocket socket;

    private RemoteConsole(URI address, String origin) {
        this.socket = HTTP.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(address, this)
                .orTimeout(OPEN.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(e -> {
                    throw new AssertionError("no console at " + address.getPath() + refusal(e), e);
                })
                .join();
    }

    private static String refusal(Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        return cause instanceof WebSocketHandshakeException refused
                ? ": %d %s"
                        .formatted(
                                refused.getResponse().statusCode(),
                                refused.getResponse().body())
                : "";
    }

    static RemoteConsole serial(Cloud cloud, String server) {
        URI address = URI.create(url(cloud, server, "serial", "serial"));
        return new RemoteConsole(address, "http://" + address.getAuthority());
    }

    /** Loads the page of the screen as a browser does, and opens the connection that its script opens. */
    static RemoteConsole screen(Cloud cloud, String server) throws Exception {
        URI page = URI.create(url(cloud, server, "vnc", "novnc"));
        assertThat(get(page)).contains("screen.js");
        assertThat(get(page.resolve("screen.js"))).contains("novnc/core/rfb.js");
        assertThat(get(page.resolve("novnc/core/rfb.js"))).contains("export default class RFB");
        assertThat(get(page.resolve("novnc/vendor/pako/lib/zlib/inflate.js"))).contains("inflate");
        URI attach = URI.create(
                "ws://" + page.getAuthority() + page.resolve("attach").getPath() + "?" + page.getQuery());
        return new RemoteConsole(attach, "http://" + page.getAuthority());
    }

    private static String url(Cloud cloud, String server, String protocol, String type) {
        String body = "{\"remote_console\":{\"protocol\":\"%s\",\"type\":\"%s\"}}".formatted(protocol, type);
        return cloud.compute("POST", "/servers/" + server + "/remote-consoles", body)
                .expect(200)
                .text("/remote_console/url");
    }

    private static String get(URI address) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(address.getPath()).isEqualTo(200);
        return answer.body();
    }

    void type(String text) {
        socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), true)
                .join();
    }

    /** Waits for what the guest says, and forgets what it said until then. */
    void hears(String text, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (heard.indexOf(text) < 0) {
            assertThat(System.nanoTime()).as("\"%s\" in: %s", text, heard).isLessThan(deadline);
            Cloud.sleep(LOOK);
        }
        heard.setLength(0);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
        heard.append(StandardCharsets.ISO_8859_1.decode(bytes));
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
