package io.oblako.identity.contracts;

import java.time.Instant;

/**
 * A key that verifies tokens.
 *
 * @param keyId the {@code kid} in the token's header
 * @param publicKey X.509 SubjectPublicKeyInfo of a P-256 key, base64
 * @param notAfter no token signed with it lives longer
 */
public record SigningKeyFact(String keyId, String publicKey, Instant notAfter) {}
