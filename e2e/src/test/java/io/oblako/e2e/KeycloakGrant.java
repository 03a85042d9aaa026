package io.oblako.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Keycloak asked directly for what the identity service asks it at a password log-in, over a connection that stays open. */
final class KeycloakGrant {

    private static final String REALM = "/realms/oblako";
    private static final String LOGIN_CLIENT = "oblako-login";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String clientSecret;

    private KeycloakGrant(String url, String clientSecret) {
        this.url = url;
        this.clientSecret = clientSecret;
    }

    /** Reads the secret of the client that checks passwords, as the identity service does. */
    static KeycloakGrant ofThisCloud() {
        String url = Cloud.env("OBLAKO_E2E_KEYCLOAK_URL");
        String admin = token(
                url + "/realms/master",
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "oblako-identity",
                        "client_secret", secret()));
        String clients = url + "/admin" + REALM + "/clients";
        String id =
                get(clients + "?clientId=" + LOGIN_CLIENT, admin).at("/0/id").asText();
        return new KeycloakGrant(
                url,
                get(clients + "/" + id + "/client-secret", admin).path("value").asText());
    }

    /** One password grant. */
    void ask(String user, String password) {
        token(
                url + REALM,
                Map.of(
                        "grant_type", "password",
                        "client_id", LOGIN_CLIENT,
                        "client_secret", clientSecret,
                        "username", user,
                        "password", password));
    }

    private static String secret() {
        try {
            return Files.readString(Path.of(Cloud.env("OBLAKO_E2E_STATE"), "secrets", "keycloak-client"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)))
                .path("access_token")
                .asText();
    }

    private static JsonNode get(String url, String token) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token));
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(
                        "Keycloak answered %d to %s: %s".formatted(answer.statusCode(), answer.uri(), answer.body()));
            }
            return Json.shared().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
