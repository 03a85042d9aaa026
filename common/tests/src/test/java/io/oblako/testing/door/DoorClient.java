package io.oblako.testing.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.testing.TestIdentity;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** Requests as a client sends them, and some that no client would. */
final class DoorClient {

    final TestIdentity identity = TestIdentity.current();
    final String project = TestIdentity.newProject();
    final String member = identity.token(project, "member");
    final String reader = identity.token(project, "reader");
    final String admin = identity.token(project, "admin");

    /** A service refuses tokens until it has read the keys. */
    void awaitKeys() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> with(reader).get("/v1/whoami").statusCode() == 200);
    }

    RequestSpecification with(String token) {
        return given().header("X-Auth-Token", token);
    }

    RequestSpecification json(String token, String body) {
        return with(token).contentType("application/json").body(body);
    }

    static String requestId() {
        return "req-" + UUID.randomUUID();
    }

    /** Sends these very bytes and returns all that comes back until the server closes. */
    static String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What came back, or nothing when the server cut the connection before it had read all. */
    static String rawOrCut(String head) {
        try {
            return raw(head);
        } catch (SocketException cut) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String rawGet(String path, String token) throws IOException {
        return raw(
                "GET " + path + " HTTP/1.1\r\nHost: door\r\nConnection: close\r\nX-Auth-Token: " + token + "\r\n\r\n");
    }

    /** The status of the answer to a large body, which REST Assured would keep in memory many times, nicely printed. */
    int post(String body, String contentType) throws InterruptedException {
        return send(HttpRequest.BodyPublishers.ofString(body), contentType);
    }

    int postInChunks(String body) throws InterruptedException {
        return send(
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                "application/json");
    }

    /** A server that cuts the connection in the middle of the body has refused it, too: that counts as 413. */
    private int send(HttpRequest.BodyPublisher body, String contentType) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/things"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("X-Auth-Token", member)
                    .header("Content-Type", contentType)
                    .POST(body)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?si).*(reset|closed|broken|received no bytes).*");
            return 413;
        }
    }
}
