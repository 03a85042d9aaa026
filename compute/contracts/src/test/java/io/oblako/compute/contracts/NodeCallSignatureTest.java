package io.oblako.compute.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class NodeCallSignatureTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Secret KEY = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));

    private final NodeCallSignature signature = at(NOW, KEY);

    private static NodeCallSignature at(Instant now, Secret key) {
        return new NodeCallSignature(key, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aCallSignedJustNowIsAccepted() {
        String value = signature.sign("GET", "/guests/1/console?length=5");
        assertThat(signature.accepts(value, "GET", "/guests/1/console?length=5"))
                .isTrue();
        assertThat(at(NOW.plusSeconds(29), KEY).accepts(value, "GET", "/guests/1/console?length=5"))
                .isTrue();
    }

    @Test
    void CMP_20_aSignatureIsGoodForOneCallOnly() {
        String value = signature.sign("GET", "/guests/1/console?length=5");
        assertThat(signature.accepts(value, "GET", "/guests/2/console?length=5"))
                .isFalse();
        assertThat(signature.accepts(value, "POST", "/guests/1/console?length=5"))
                .isFalse();
    }

    @Test
    void CMP_20_anOldASignatureOfAnotherKeyOrGarbageIsRefused() {
        String value = signature.sign("GET", "/");
        assertThat(at(NOW.plusSeconds(31), KEY).accepts(value, "GET", "/")).isFalse();
        assertThat(at(NOW.minusSeconds(31), KEY).accepts(value, "GET", "/")).isFalse();
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(at(NOW, Secret.of(Base64.getEncoder().encodeToString(other))).accepts(value, "GET", "/"))
                .isFalse();
        assertThat(signature.accepts("", "GET", "/")).isFalse();
        assertThat(signature.accepts("999999999999999999999:00", "GET", "/")).isFalse();
    }
}
