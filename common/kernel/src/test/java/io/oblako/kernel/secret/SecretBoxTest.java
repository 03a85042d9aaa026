package io.oblako.kernel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final Secret KEY = key((byte) 1);
    private final SecretBox box = new SecretBox(KEY);

    private static Secret key(byte fill) {
        byte[] raw = new byte[32];
        java.util.Arrays.fill(raw, fill);
        return Secret.of(Base64.getEncoder().encodeToString(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "adminPass", "p\u00e4ss \ud83d\ude00", "line\nline"})
    void whatWasSealedOpensForItsContext(String plain) {
        String sealed = box.seal(plain, "server-1");
        assertThat(box.open(sealed, "server-1")).isEqualTo(plain);
        assertThat(new SecretBox(key((byte) 1)).open(sealed, "server-1")).isEqualTo(plain);
        if (plain.length() > 3) {
            assertThat(sealed).doesNotContain(plain);
        }
    }

    @Test
    void noTwoSealsAreEqual() {
        Set<String> seals = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seals.add(box.seal("same", "same"));
        }
        assertThat(seals).hasSize(1000);
    }

    @Test
    void anotherContextOrKeyDoesNotOpen() {
        String sealed = box.seal("secret", "server-1");
        assertThatThrownBy(() -> box.open(sealed, "server-2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> box.open(sealed, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SecretBox(key((byte) 2)).open(sealed, "server-1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] sealed = Base64.getDecoder().decode(box.seal("secret", "c"));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> box.open(text, "c"))
                    .as("bit %d", bit)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void whatIsNoSealIsRefused() {
        String sealed = box.seal("secret", "c");
        for (String text : new String[] {"", "?", "AAAA", sealed.substring(0, 20), sealed + sealed, "A".repeat(16)}) {
            assertThatThrownBy(() -> box.open(text, "c")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[16]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void API_14_aSecretPrintsAsStars() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret).hasToString("***");
        assertThat("%s %s".formatted(secret, java.util.List.of(secret))).doesNotContain("hunter2");
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        assertThat(secret.isEmpty()).isFalse();
    }
}
