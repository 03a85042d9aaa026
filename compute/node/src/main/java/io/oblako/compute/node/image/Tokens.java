package io.oblako.compute.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The node's own token: had with an application credential, kept until a minute before it expires. Thread-safe. */
public final class Tokens {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final URI url;
    private final String credentialId;
    private final Secret credentialSecret;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private @Nullable Secret token;
    private Instant goodUntil = Instant.MIN;

    /** @param identityUrl with /v3 */
    public Tokens(String identityUrl, String credentialId, Secret credentialSecret, Clock clock) {
        this.url = URI.create(identityUrl.replaceAll("/+$", "") + "/auth/tokens?nocatalog");
        this.credentialId = credentialId;
        this.credentialSecret = credentialSecret;
        this.clock = clock;
    }

    /** @throws GuestFailure when identity does not give one */
    public synchronized Secret current() {
        Secret known = token;
        if (known != null && clock.instant().isBefore(goodUntil)) {
            return known;
        }
        return fresh();
    }

    /** The token was refused: the next call has a new one. */
    public synchronized void forget() {
        token = null;
    }

    private Secret fresh() {
        Map<String, Object> body = Map.of(
                "auth",
                Map.of(
                        "identity",
                        Map.of(
                                "methods",
                                List.of("application_credential"),
                                "application_credential",
                                Map.of("id", credentialId, "secret", credentialSecret.reveal()))));
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 201) {
                throw GuestFailure.passing(
                        "NO_TOKEN",
                        "This host could not authenticate itself",
                        "identity said " + response.statusCode());
            }
            Secret issued = Secret.of(response.headers()
                    .firstValue("X-Subject-Token")
                    .orElseThrow(() -> new IOException("identity sent no X-Subject-Token")));
            JsonNode document = Json.read(response.body(), JsonNode.class);
            goodUntil = OffsetDateTime.parse(
                            document.path("token").path("expires_at").asText())
                    .toInstant()
                    .minus(MARGIN);
            token = issued;
            return issued;
        } catch (IOException | UncheckedIOException | DateTimeParseException e) {
            throw GuestFailure.passing("NO_TOKEN", "This host could not authenticate itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GuestFailure.cancelled();
        }
    }
}
