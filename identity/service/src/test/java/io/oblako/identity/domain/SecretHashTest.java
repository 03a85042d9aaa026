package io.oblako.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.identity.domain.credential.SecretHash;
import io.oblako.kernel.secret.Secret;
import org.junit.jupiter.api.Test;

class SecretHashTest {

    @Test
    void aSecretOfOursIsLongAndCheapToCheck() {
        Secret secret = SecretHash.newSecret();
        String hash = SecretHash.of(secret);
        assertThat(secret.reveal()).hasSize(86);
        assertThat(hash).startsWith("sha256:").doesNotContain(secret.reveal());
        assertThat(SecretHash.matches(secret, hash)).isTrue();
        assertThat(SecretHash.matches(SecretHash.newSecret(), hash)).isFalse();
    }

    @Test
    void aShortSecretIsHashedSlowlyAndWithSalt() {
        Secret secret = Secret.of("mysecret");
        String hash = SecretHash.of(secret);
        assertThat(hash).startsWith("pbkdf2:").isNotEqualTo(SecretHash.of(secret));
        assertThat(SecretHash.matches(secret, hash)).isTrue();
        assertThat(SecretHash.matches(Secret.of("mysecreT"), hash)).isFalse();
    }

    @Test
    void ID_13_aCredentialThatIsNotThereIsCheckedLikeOneThatIs() {
        assertThat(SecretHash.matches(Secret.of("short"), null)).isFalse();
        assertThat(SecretHash.matches(SecretHash.newSecret(), null)).isFalse();
        assertThat(SecretHash.matches(Secret.of("short"), SecretHash.of(SecretHash.newSecret())))
                .isFalse();
        assertThat(SecretHash.matches(SecretHash.newSecret(), SecretHash.of(Secret.of("short"))))
                .isFalse();
    }

    @Test
    void ID_15_anEndlessSecretIsRefusedUnhashed() {
        String hash = SecretHash.of(Secret.of("mysecret"));
        assertThat(SecretHash.matches(Secret.of("x".repeat(1_000_000)), hash)).isFalse();
    }
}
