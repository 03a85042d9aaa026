package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.node.NodeConfig;
import io.oblako.compute.node.NodeMain;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.oblako.testing.guest.FakeCloud;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consoles from the API through the service and a whole node daemon to a simulated guest, and everybody who must not get there. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_work"))
class RemoteConsolesIT {

    private static final String SERIAL = "{\"remote_console\": {\"protocol\": \"serial\", \"type\": \"serial\"}}";
    private static final String SCREEN = "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"novnc\"}}";

    private final String project = TestIdentity.newProject();
    private final io.oblako.kernel.token.Caller caller = TestIdentity.current().caller(project, "member");
    private final Api owner = Api.withToken(TestIdentity.current().token(caller));
    private final Api reader = Api.as(project, "reader");
    private final Api stranger = Api.as(TestIdentity.newProject(), "member");
    private final FakeCloud cloud = new FakeCloud();

    @TempDir
    Path state;

    @TestHTTPResource("/")
    URI service;

    @Inject
    Transactions transactions;

    @Inject
    Hosts hosts;

    @Inject
    FleetView fleet;

    @Inject
    Revocations revocations;

    private String host = "";
    private NodeMain node;
    private String server = "";

    @BeforeEach
    void aServerOnAHost() throws Exception {
        host = "host-" + UUID.randomUUID();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        KafkaSettings kafka = Api.kafka();
        node = new NodeMain(NodeConfig.of(Map.ofEntries(
                Map.entry("OBLAKO_NODE_NAME", host),
                Map.entry("OBLAKO_NODE_DRIVER", "simulated"),
                Map.entry("OBLAKO_NODE_STATE_DIR", state.toString()),
                Map.entry("OBLAKO_NODE_HTTP_PORT", Integer.toString(port)),
                Map.entry("OBLAKO_KAFKA", kafka.bootstrap()),
                Map.entry("OBLAKO_TOPIC_PREFIX", kafka.topicPrefix()),
                Map.entry("OBLAKO_IDENTITY_URL", cloud.url() + "/v3"),
                Map.entry("OBLAKO_IMAGE_URL", cloud.url()),
                Map.entry("OBLAKO_NODE_CREDENTIAL_ID", "credential"),
                Map.entry("OBLAKO_NODE_CREDENTIAL_SECRET", "hidden"),
                Map.entry(
                        "OBLAKO_SECRETS_KEY",
                        ConfigProvider.getConfig().getValue("oblako.secrets-key", String.class)))));
        node.start();
        await().atMost(60, SECONDS).until(() -> fleet.current().find(host).isPresent());
        server = boot();
    }

    @AfterEach
    void bothGo() {
        transactions.run(() -> hosts.setDisabled(host, true, "test over"));
        node.close();
        cloud.close();
    }

    private String boot() {
        String id = owner.post(
                        "/servers",
                        "{\"server\": {\"name\": \"web\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": \"none\"}}"
                                .formatted(Api.image(), Api.flavor()))
                .then()
                .statusCode(202)
                .extract()
                .path("server.id");
        becomes(id, "ACTIVE");
        return id;
    }

    private void becomes(String id, String status) {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + id).then().body("server.status", equalTo(status)));
    }

    private String console(String body) {
        return owner.post("/servers/" + server + "/remote-consoles", body)
                .then()
                .statusCode(200)
                .extract()
                .path("remote_console.url");
    }

    /** The secret of an address, at the port where this test's service listens. */
    private URI attach(String url) {
        String secret = url.substring(url.indexOf("token=") + "token=".length());
        return URI.create(
                "ws://%s:%d/consoles/attach?token=%s".formatted(service.getHost(), service.getPort(), secret));
    }

    private static String ownOrigin() {
        URI own = URI.create(ConfigProvider.getConfig().getValue("oblako.compute-url", String.class));
        return own.getScheme() + "://" + own.getAuthority();
    }

    private static Client open(URI address) {
        return open(address, ownOrigin());
    }

    private static Client open(URI address, String origin) {
        Client client = new Client();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(address, client)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return client;
    }

    private static void refused(URI address, String origin, int status) {
        assertThatThrownBy(() -> open(address, origin))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void whoTypesAtTheSerialConsoleIsHeardByTheGuest() {
        String url = console(SERIAL);
        assertThat(url).startsWith("ws").contains("/consoles/attach?token=");
        Client client = open(attach(url));
        client.type("hello");
        client.hears("hello");
        client.close();
    }

    @Test
    void theScreenIsAPageOfOursAndSpeaksItsProtocol() throws Exception {
        Files.createDirectories(Path.of("target/.hidden/novnc/core"));
        Files.writeString(Path.of("target/.hidden/novnc/core/rfb.js"), "export default class RFB {}");
        String url = console(SCREEN);
        assertThat(url).contains("/consoles/screen.html?token=");
        RestAssured.get("/consoles/screen.html?token=any")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .body(containsString("screen.js"));
        RestAssured.get("/consoles/screen.js").then().statusCode(200).body(containsString("./novnc/core/rfb.js"));
        RestAssured.get("/consoles/novnc/core/rfb.js").then().statusCode(200).body(containsString("RFB"));
        RestAssured.given()
                .urlEncodingEnabled(false)
                .get("/consoles/novnc/core/..%2f..%2f..%2fpom.xml")
                .then()
                .statusCode(404);
        open(attach(url)).hears("RFB 003.008");
    }

    @Test
    void oldClientsAskByActionAndForTypesThatAreThere() {
        owner.at("2.1")
                .post("/servers/" + server + "/action", "{\"os-getVNCConsole\": {\"type\": \"novnc\"}}")
                .then()
                .statusCode(200)
                .body("console.type", equalTo("novnc"))
                .body("console.url", startsWith("http"));
        owner.at("2.5")
                .post("/servers/" + server + "/action", "{\"os-getSerialConsole\": {\"type\": \"serial\"}}")
                .then()
                .statusCode(200)
                .body("console.url", startsWith("ws"));
        owner.at("2.1")
                .post("/servers/" + server + "/action", "{\"os-getSPICEConsole\": {\"type\": \"spice-html5\"}}")
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("Unavailable console type spice-html5"));
        owner.post("/servers/" + server + "/remote-consoles", SCREEN.replace("novnc", "xvpvnc"))
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("novnc or serial"));
        owner.post("/servers/" + server + "/remote-consoles", SCREEN.replace("novnc", "teletype"))
                .then()
                .statusCode(400);
        owner.at("2.5")
                .post("/servers/" + server + "/remote-consoles", SCREEN)
                .then()
                .statusCode(404);
        reader.post("/servers/" + server + "/remote-consoles", SCREEN).then().statusCode(403);
    }

    @Test
    void aRepeatedRequestDoesNotShowTheAddressAgain() {
        String key = UUID.randomUUID().toString();
        String path = "/servers/" + server + "/remote-consoles";
        owner.postOnce(key, path, SERIAL).then().statusCode(200).body("remote_console.url", startsWith("ws"));
        owner.postOnce(key, path, SERIAL)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("remote_console.url", equalTo(null));
    }

    @Test
    void CMP_01_CMP_03_anAddressIsForOneServerOnceAndNotForAnother() {
        URI first = attach(console(SERIAL));
        open(first).close();
        refused(first, ownOrigin(), 401);
        refused(URI.create(first.toString().replaceFirst("token=.*", "token=" + "A".repeat(43))), ownOrigin(), 401);
        refused(URI.create(first.toString().replaceFirst("\\?.*", "")), ownOrigin(), 401);

        URI orphaned = attach(console(SERIAL));
        owner.delete("/servers/" + server).then().statusCode(204);
        await().atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + server).then().statusCode(404));
        refused(orphaned, ownOrigin(), 401);
    }

    @Test
    void CMP_02_pagesOfOtherOriginsAreNotLetIn() {
        URI address = attach(console(SERIAL));
        refused(address, "http://evil.example", 403);
        refused(address, "null", 403);
        RestAssured.given()
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
                .get(address.getPath() + "?" + address.getQuery())
                .then()
                .statusCode(403);
        open(address).close();
    }

    @Test
    void CMP_04_aStrangerGetsNoConsoleAndRevocationEndsAnOpenOne() {
        stranger.post("/servers/" + server + "/remote-consoles", SERIAL).then().statusCode(404);
        URI unused = attach(console(SERIAL));
        Client client = open(attach(console(SERIAL)));
        client.type("x");
        client.hears("x");
        revocations.revoke("user:" + caller.user().value(), Instant.now());
        assertThat(client.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1008);
        refused(unused, ownOrigin(), 401);
    }

    @Test
    void aConsoleEndsWhenItsServerStopsAndAStoppedServerHasNone() {
        Client client = open(attach(console(SERIAL)));
        client.type("x");
        client.hears("x");
        owner.post("/servers/" + server + "/action", "{\"os-stop\": null}")
                .then()
                .statusCode(202);
        becomes(server, "SHUTOFF");
        assertThat(client.closed.orTimeout(20, TimeUnit.SECONDS).join()).isPositive();
        owner.post("/servers/" + server + "/remote-consoles", SERIAL)
                .then()
                .statusCode(409)
                .body("conflictingRequest.message", containsString("Start it"));
    }

    /** One who sits at a console. */
    private static final class Client implements WebSocket.Listener {

        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuffer heard = new StringBuffer();
        private WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
            heard.append(StandardCharsets.US_ASCII.decode(bytes));
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }

        void type(String text) {
            socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), true)
                    .join();
        }

        void hears(String text) {
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(heard.toString()).contains(text));
        }

        void close() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(List.of(1000, 1001))
                    .contains(closed.orTimeout(20, TimeUnit.SECONDS).join());
        }
    }
}
