package io.oblako.kernel.token;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Callers, keys and tokens, good and forged, for the tests of the verifier. */
final class TestTokens {

    static final String KEY_ID = "k1";
    static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private TestTokens() {}

    static KeyPair keyPair(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair keyPair() {
        return keyPair("EC", "secp256r1");
    }

    static Caller caller() {
        return caller(new Scope.Project(ProjectId.of("p1"), "demo", DomainId.of("default"), "Default"), NOW);
    }

    static Caller caller(Scope scope, Instant issuedAt) {
        return new Caller(
                UserId.of("u1"),
                "ann",
                DomainId.of("default"),
                "Default",
                scope,
                Set.of("member", "reader"),
                List.of("password"),
                "audit1",
                "chain1",
                issuedAt,
                issuedAt.plus(Duration.ofHours(1)),
                "cred1",
                true,
                List.of(new AccessRule("compute", "GET", "/v2.1/servers")));
    }

    static String signed(JwtClaims claims, KeyPair pair) {
        return signed(
                claims.toJson(), AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, KEY_ID, pair.getPrivate());
    }

    static String signed(String payload, String algorithm, String keyId, Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(payload);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of any header and payload with a true ES256 signature, whatever the header claims. */
    static String raw(String header, String payload, KeyPair pair) {
        String input = base64(header.getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
