package io.oblako.identity.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What these files say is on topics for ever: it must be read, and written, as it was. */
class FactsWireTest {

    private static void staysAsItWas(String file, Object fact) {
        JsonNode golden = Json.read(bytes(file), JsonNode.class);
        assertThat(Json.read(Json.bytes(golden), (Class<?>) fact.getClass())).isEqualTo(fact);
        assertThat(Json.read(Json.bytes(fact), JsonNode.class)).isEqualTo(golden);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = FactsWireTest.class.getResourceAsStream("/facts/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProject() {
        staysAsItWas("project.json", new ProjectFact("p1", "demo", "default", "default", true, 3));
    }

    @Test
    void aRevocation() {
        staysAsItWas(
                "revocation.json",
                new RevocationFact(
                        "user:u1", Instant.parse("2030-01-31T12:00:00.123Z"), Instant.parse("2030-01-31T13:05:00Z")));
    }

    @Test
    void aSigningKey() {
        staysAsItWas("signing-key.json", new SigningKeyFact("k1", "MFkw", Instant.parse("2030-03-01T00:00:00Z")));
    }

    @Test
    void aFieldOfTomorrowIsIgnored() {
        String tomorrow = "{\"keyId\":\"k1\",\"publicKey\":\"MFkw\",\"notAfter\":\"2030-03-01T00:00:00Z\",\"more\":1}";
        assertThat(Json.read(tomorrow, SigningKeyFact.class).keyId()).isEqualTo("k1");
    }
}
