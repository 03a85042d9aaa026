package io.oblako.network.ovsdb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.RequestRefusedException;
import io.oblako.network.ovsdb.error.RequestTimedOutException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a peer that the test plays: broken, silent, hostile or slow. */
class SessionIT {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final WireLimits LIMITS =
            new WireLimits(256 * 1024, 64 * 1024, 64 * 1024, 4, Duration.ofSeconds(2), SHORT, Duration.ofSeconds(30));

    private final Vertx vertx = Vertx.vertx();
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Remote remote = Remote.of("tcp:127.0.0.1:" + listener.getLocalPort());
    private Dialer dialer = new Dialer(vertx, null, LIMITS, WireMetrics.NONE);

    SessionIT() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        listener.close();
        dialer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void echoIsAnsweredAndUnknownRequestsAreRefused() throws IOException {
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            say(
                    peer,
                    "{\"method\":\"echo\",\"params\":[1,\"x\"],\"id\":\"e\"}"
                            + "{\"method\":\"dance\",\"params\":[],\"id\":2}");
            String answers =
                    "{\"id\":\"e\",\"result\":[1,\"x\"],\"error\":null}{\"id\":2,\"result\":null,\"error\":\"unknown"
                            + " method\"}";
            assertThat(hear(peer, answers.length())).isEqualTo(answers);
            say(peer, "{\"method\":\"surprise\",\"params\":[],\"id\":null}");
            assertThat(session.over()).isFalse();
        }
        assertThat(session.ended()).succeedsWithin(30, TimeUnit.SECONDS).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void brokenMessagesEndTheSessionWithAProtocolError() throws Exception {
        for (String broken : new String[] {
            "x",
            "[1]",
            "{\"id\":\"not ours\",\"result\":1,\"error\":null}",
            "{\"a\":1,\"a\":2}",
            "{" + "[".repeat(40),
            "{\"method\":7}",
            "{\"method\":\"monitor_canceled\",\"params\":[\"m\"],\"id\":null}",
            "{\"a\":\"" + "x".repeat(300 * 1024)
        }) {
            Session session = dialer.dial(remote, "test");
            try (Socket peer = listener.accept()) {
                CompletableFuture<JsonNode> waiting = session.request("list_dbs", array());
                sayWhatFits(peer, broken);
                assertThat(session.ended())
                        .as(broken.substring(0, Math.min(60, broken.length())))
                        .succeedsWithin(30, TimeUnit.SECONDS)
                        .isInstanceOf(ProtocolException.class);
                assertThat(waiting)
                        .failsWithin(5, TimeUnit.SECONDS)
                        .withThrowableOfType(ExecutionException.class)
                        .havingCause()
                        .isInstanceOf(ConnectionLostException.class);
            }
        }
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForAndIsToldWhenItWasATransaction() throws IOException {
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            CompletableFuture<JsonNode> answer = session.request("transact", array().add("D"));
            assertThat(answer)
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RequestTimedOutException.class);
            String said = "{\"id\":1,\"method\":\"transact\",\"params\":[\"D\"]}"
                    + "{\"method\":\"cancel\",\"params\":[1],\"id\":null}";
            assertThat(hear(peer, said.length())).isEqualTo(said);
            // An answer that comes too late harms nobody.
            say(peer, "{\"id\":1,\"result\":[],\"error\":null}{\"id\":99,\"result\":[],\"error\":null}");
            CompletableFuture<JsonNode> next = session.request("list_dbs", array());
            say(peer, "{\"id\":2,\"result\":[\"D\"],\"error\":null}");
            assertThat(next).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(array().add("D"));
            CompletableFuture<JsonNode> refused = session.request("get_schema", array().add("X"));
            say(peer, "{\"id\":3,\"result\":null,\"error\":{\"error\":\"unknown database\"}}");
            assertThat(refused)
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RequestRefusedException.class)
                    .withMessageContaining("unknown database");
        }
    }

    @Test
    void aSilentPeerIsProbedAndThenLeft() throws IOException {
        dialer.close();
        dialer = new Dialer(vertx, null, LIMITS.withProbeInterval(SHORT), WireMetrics.NONE);
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            String probe = "{\"id\":0,\"method\":\"echo\",\"params\":[]}";
            for (int i = 0; i < 3; i++) {
                assertThat(hear(peer, probe.length())).isEqualTo(probe);
                say(peer, "{\"id\":0,\"result\":[],\"error\":null}");
            }
            assertThat(session.over()).isFalse();
            assertThat(session.ended())
                    .succeedsWithin(30, TimeUnit.SECONDS)
                    .satisfies(cause -> assertThat(cause).hasMessageContaining("silent"));
        }
    }

    @Test
    void whenThePeerDoesNotReadSendersWaitAndGiveUpAndNothingPilesUp() throws IOException {
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            assertThat(peer.isConnected()).isTrue();
            var answers = new ArrayList<CompletableFuture<JsonNode>>();
            long start = System.nanoTime();
            for (int i = 0; i < 200 && System.nanoTime() - start < 8_000_000_000L; i++) {
                answers.add(session.request("transact", array().add("x".repeat(200 * 1024))));
                if (failedWith(answers.getLast(), "does not take")) {
                    break;
                }
            }
            assertThat(answers).anyMatch(answer -> failedWith(answer, "does not take"));
            assertThat(session.over()).isFalse();
            // More than the limit of a message is never sent at all.
            CompletableFuture<JsonNode> tooLong = session.request("transact", array().add("x".repeat(300 * 1024)));
            assertThat(failedWith(tooLong, "longer than the limit")).isTrue();
        }
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheLimitSays() throws IOException {
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            for (int i = 0; i < 4; i++) {
                var _ = session.request("list_dbs", array(), Duration.ofSeconds(20));
            }
            assertThat(failedWith(session.request("list_dbs", array()), "under way already"))
                    .isTrue();
            session.close(new ConnectionLostException("of the test"));
            await().until(session::over);
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void whenWeAreSlowTheSocketIsNotReadAndNothingIsLost() throws Exception {
        Session session = dialer.dial(remote, "test");
        try (Socket peer = listener.accept()) {
            var seen = new ArrayList<Integer>();
            session.monitor("D", "m", array(), "0", new Monitor() {
                @Override
                public void initial(JsonNode answer) {}

                @Override
                public void update(JsonNode params) {
                    seen.add(params.path(1).intValue());
                    if (params.path(1).intValue() % 50 == 0) {
                        pause();
                    }
                }

                @Override
                public void refused(OvsdbException cause) {
                    session.close(cause);
                }
            });
            say(peer, "{\"id\":1,\"result\":[],\"error\":null}");
            Thread flood = Thread.ofVirtual().start(() -> {
                String filler = "y".repeat(4000);
                for (int i = 0; i < 500; i++) {
                    sayWhatFits(
                            peer,
                            "{\"method\":\"update3\",\"params\":[\"m\",%d,\"%s\"],\"id\":null}".formatted(i, filler));
                }
            });
            flood.join();
            await().atMost(Duration.ofSeconds(10)).until(() -> seen.size() == 500);
            assertThat(seen).isSorted();
            assertThat(session.over()).isFalse();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean failedWith(CompletableFuture<JsonNode> future, String text) {
        return future.isCompletedExceptionally()
                && String.valueOf(future.exceptionNow().getMessage()).contains(text);
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static void say(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        peer.getOutputStream().flush();
    }

    /** Says as much as the other side hears. */
    private static void sayWhatFits(Socket peer, String text) {
        try {
            say(peer, text);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
        }
    }

    private static String hear(Socket peer, int length) throws IOException {
        peer.setSoTimeout(5000);
        return new String(peer.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
}
