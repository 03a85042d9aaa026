package io.oblako.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.keycloak.KeycloakObserver.Call;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls Keycloak over kept-alive connections: its admin API as our service account, its token endpoint as anybody.
 * Thread-safe.
 *
 * @see <a href="https://www.keycloak.org/docs-api/latest/rest-api/index.html">Keycloak: admin REST API</a>
 */
final class KeycloakHttp implements AutoCloseable {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
    private static final long RENEW_BEFORE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final Duration REPEAT_PAUSE = Duration.ofMillis(50);
    private static final int MOST_REPEATS = 4;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;
    private static final String MASTER = "master";
    private static final String TOKEN_PATH = "/protocol/openid-connect/token";

    private final KeycloakSettings settings;
    private final KeycloakObserver observer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WAIT)
            .build();
    private volatile @Nullable AdminToken adminToken;

    private record AdminToken(String token, long renewAtNanos) {}

    /** An answer: {@code body} is a missing node when there was none or it was no JSON. */
    record Answer(int status, JsonNode body, String location) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The last segment of the Location header: the id of what was made. */
        String createdId() {
            return location.substring(location.lastIndexOf('/') + 1);
        }
    }

    KeycloakHttp(KeycloakSettings settings, KeycloakObserver observer) {
        this.settings = settings;
        this.observer = observer;
    }

    /** Calls the admin API of our realm; {@code path} starts with a slash or is empty for the realm itself. */
    Answer realm(String method, String path, @Nullable Object body) {
        return admin(method, "/realms/" + settings.realm() + path, body);
    }

    /** Calls the admin API. */
    Answer admin(String method, String path, @Nullable Object body) {
        Call call = method.equals("GET") ? Call.READ : Call.CHANGE;
        Answer answer = send(call, adminRequest(method, path, body));
        if (answer.status() == UNAUTHORIZED) {
            forgetToken();
            answer = send(call, adminRequest(method, path, body));
        }
        return answer;
    }

    private HttpRequest adminRequest(String method, String path, @Nullable Object body) {
        return HttpRequest.newBuilder(URI.create(settings.url() + "/admin" + path))
                .timeout(ANSWER_WAIT)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
    }

    Answer get(String path) {
        return send(
                Call.READ,
                HttpRequest.newBuilder(URI.create(settings.url() + path))
                        .timeout(ANSWER_WAIT)
                        .build());
    }

    /** Asks a realm's token endpoint. */
    Answer token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + '=' + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                realm.equals(MASTER) ? Call.OWN_TOKEN : Call.LOG_IN,
                HttpRequest.newBuilder(URI.create(settings.url() + "/realms/" + realm + TOKEN_PATH))
                        .timeout(ANSWER_WAIT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /** The next call asks for a new token: the old one does not know a realm that was just made. */
    void forgetToken() {
        adminToken = null;
    }

    private String token() {
        AdminToken known = adminToken;
        if (known != null && System.nanoTime() - known.renewAtNanos() < 0) {
            return known.token();
        }
        long asked = System.nanoTime();
        Answer answer = token(
                MASTER,
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        settings.clientId(),
                        "client_secret",
                        settings.clientSecret().reveal()));
        if (!answer.ok()) {
            throw unavailable("it refuses our service account with status " + answer.status(), null);
        }
        long life =
                Duration.ofSeconds(answer.body().path("expires_in").asLong(60)).toNanos();
        AdminToken fresh = new AdminToken(
                answer.body().path("access_token").asText(), asked + Math.max(0, life - RENEW_BEFORE_NANOS));
        adminToken = fresh;
        return fresh.token();
    }

    /**
     * Keycloak answers 5xx once for each connection to its database that a restart of the database cut. What may be
     * repeated without harm is repeated: all but the making of something, which may have been made.
     */
    private Answer send(Call call, HttpRequest request) {
        boolean repeatable =
                !request.method().equals("POST") || request.uri().getPath().endsWith(TOKEN_PATH);
        Answer answer = sendOnce(call, request);
        for (int again = 1; again <= MOST_REPEATS && repeatable && answer.status() >= SERVER_ERROR; again++) {
            pause(REPEAT_PAUSE.multipliedBy(again));
            answer = sendOnce(call, request);
        }
        return answer;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait was interrupted", e);
        }
    }

    private Answer sendOnce(Call call, HttpRequest request) {
        long began = System.nanoTime();
        int status = KeycloakObserver.NO_ANSWER;
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            status = response.statusCode();
            return new Answer(
                    status,
                    json(response.body()),
                    response.headers().firstValue("Location").orElse(""));
        } catch (IOException e) {
            throw unavailable("it does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait was interrupted", e);
        } finally {
            observer.called(call, status, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? null : Json.shared().readTree(body);
            return node == null ? Json.shared().missingNode() : node;
        } catch (IOException e) {
            return Json.shared().missingNode();
        }
    }

    static CloudException unavailable(String why, @Nullable Throwable cause) {
        return new CloudException(
                IdentityError.LOGIN_SERVER_UNAVAILABLE,
                "The log-in server cannot be asked just now: try again later.",
                new IllegalStateException("Keycloak: " + why, cause));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
