package io.oblako.identity.domain.token;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pair of keys for tokens (P-256).
 *
 * @param retiredAt since when it signs no more; absent while it does
 * @param notAfter no token signed with it lives longer; then it is forgotten
 */
public record SigningKey(
        String id,
        PublicKey publicKey,
        PrivateKey privateKey,
        Instant createdAt,
        @Nullable Instant retiredAt,
        Instant notAfter) {

    @Override
    public String toString() {
        return "SigningKey[" + id + ']';
    }
}
