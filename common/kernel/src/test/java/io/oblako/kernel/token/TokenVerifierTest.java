package io.oblako.kernel.token;

import static io.oblako.kernel.token.TestTokens.KEY_ID;
import static io.oblako.kernel.token.TestTokens.NOW;
import static io.oblako.kernel.token.TestTokens.base64;
import static io.oblako.kernel.token.TestTokens.caller;
import static io.oblako.kernel.token.TestTokens.keyPair;
import static io.oblako.kernel.token.TestTokens.raw;
import static io.oblako.kernel.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final KeyPair OURS = keyPair();
    private static final String ES256_HEADER = "{\"alg\":\"ES256\",\"kid\":\"k1\"}";

    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>(Map.of(KEY_ID, OURS.getPublic()));
    private final Revocations revocations = new Revocations();
    private Instant now = NOW;
    private final TokenVerifier verifier =
            new TokenVerifier(id -> Optional.ofNullable(keys.get(id)), revocations, new Clock() {
                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    private static String good() {
        return signed(TokenCodec.claims(caller()), OURS);
    }

    @Test
    void aTokenOfOursTellsAllAboutItsCaller() {
        assertThat(verifier.verify(good())).isEqualTo(caller());
        assertThat(verifier.verify(good())).isEqualTo(caller());
    }

    static Stream<Scope> scopes() {
        return Stream.of(
                new Scope.Unscoped(),
                new Scope.System(),
                new Scope.Domain(io.oblako.kernel.id.DomainId.of("d1"), "Dept"),
                caller().scope());
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void everyScopeSurvivesTheTravel(Scope scope) {
        assertThat(verifier.verify(signed(TokenCodec.claims(caller(scope, NOW)), OURS)))
                .isEqualTo(caller(scope, NOW));
        Instant between = NOW.plusMillis(123);
        assertThat(verifier.verify(signed(TokenCodec.claims(caller(scope, between)), OURS))
                        .issuedAt())
                .as("a revocation compares milliseconds")
                .isEqualTo(between);
    }

    @Test
    void refusalNeverSaysWhichCheckFailed() {
        String expired = signed(TokenCodec.claims(caller(caller().scope(), NOW.minusSeconds(7200))), OURS);
        for (String token : new String[] {"", "x", expired, signed(TokenCodec.claims(caller()), keyPair())}) {
            assertThatThrownBy(() -> verifier.verify(token)).isInstanceOfSatisfying(CloudException.class, e -> {
                assertThat(e.code()).isEqualTo(CommonError.NOT_AUTHENTICATED);
                assertThat(e.sentence()).isEqualTo("The request you have made requires authentication.");
            });
        }
    }

    @Test
    void ID_12_noAlgorithmIsNoSignature() {
        String payload = base64(TokenCodec.claims(caller()).toJson().getBytes(StandardCharsets.UTF_8));
        for (String alg : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            String header = base64(("{\"alg\":\"" + alg + "\",\"kid\":\"k1\"}").getBytes(StandardCharsets.UTF_8));
            assertThat(verifier.find(header + '.' + payload + '.')).isEmpty();
            assertThat(verifier.find(header + '.' + payload + '.' + "A".repeat(86)))
                    .isEmpty();
        }
    }

    @Test
    void ID_12_thePublicKeyIsNoSharedSecret() {
        HmacKey confused = new HmacKey(OURS.getPublic().getEncoded());
        String hs256 = signed(TokenCodec.claims(caller()).toJson(), AlgorithmIdentifiers.HMAC_SHA256, KEY_ID, confused);
        assertThat(verifier.find(hs256)).isEmpty();
    }

    @Test
    void ID_12_otherAlgorithmsAreRefusedEvenWithAKeyOfOurs() {
        KeyPair rsa = keyPair("RSA", "");
        keys.put("rsa", rsa.getPublic());
        String rs256 = signed(
                TokenCodec.claims(caller()).toJson(), AlgorithmIdentifiers.RSA_USING_SHA256, "rsa", rsa.getPrivate());
        KeyPair p384 = keyPair("EC", "secp384r1");
        keys.put("p384", p384.getPublic());
        String es384 = signed(
                TokenCodec.claims(caller()).toJson(),
                AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                "p384",
                p384.getPrivate());
        assertThat(verifier.find(rs256)).isEmpty();
        assertThat(verifier.find(es384)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../dev/null",
                "k1' or '1'='1",
                "",
                "K1",
                "k2",
                "/etc/hostname",
                "http://attacker/k1",
            })
    void ID_12_aKeyIdIsOnlyEverLookedUp(String keyId) {
        String token = signed(
                TokenCodec.claims(caller()).toJson(),
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                keyId,
                OURS.getPrivate());
        assertThat(verifier.find(token)).isEmpty();
    }

    @Test
    void ID_12_keysInTheHeaderAreNotBelieved() throws Exception {
        KeyPair theirs = keyPair();
        String jwk = JsonWebKey.Factory.newJwk(theirs.getPublic()).toJson();
        String payload = TokenCodec.claims(caller()).toJson();
        for (String header : new String[] {
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"jwk\":" + jwk + "}",
            "{\"alg\":\"ES256\",\"jwk\":" + jwk + "}",
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"jku\":\"http://127.0.0.1:1/keys\"}",
            "{\"alg\":\"ES256\",\"kid\":\"k1\",\"x5u\":\"http://127.0.0.1:1/cert\"}",
        }) {
            assertThat(verifier.find(raw(header, payload, theirs))).isEmpty();
        }
    }

    @Test
    void ID_12_anUnknownCriticalHeaderIsRefused() {
        String header = "{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"exp2\"],\"exp2\":1}";
        assertThat(verifier.find(raw(header, TokenCodec.claims(caller()).toJson(), OURS)))
                .isEmpty();
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("other issuer", c -> c.setIssuer("https://keycloak/realms/oblako")),
                wrong("no issuer", c -> c.unsetClaim("iss")),
                wrong("other audience", c -> c.setAudience("account")),
                wrong("no audience", c -> c.unsetClaim("aud")),
                wrong("no expiry", c -> c.unsetClaim("exp")),
                wrong("no subject", c -> c.unsetClaim("sub")),
                wrong("no id", c -> c.unsetClaim("jti")),
                wrong("no moment", c -> c.unsetClaim("ims")),
                wrong("no name", c -> c.unsetClaim("un")),
                wrong("no methods", c -> c.unsetClaim("m")),
                wrong("user domain too short", c -> c.setClaim("ud", java.util.List.of("default"))),
                wrong("user domain a text", c -> c.setClaim("ud", "default")),
                wrong("project too long", c -> c.setClaim("p", java.util.List.of("a", "b", "c", "d", "e"))),
                wrong("roles a map", c -> c.setClaim("r", Map.of("admin", true))),
                wrong("roles of numbers", c -> c.setClaim("r", java.util.List.of(1, 2))),
                wrong("no role", c -> c.setClaim("r", java.util.Collections.singletonList(null))),
                wrong("subject no id", c -> c.setSubject("../../etc")),
                wrong("rules a text", c -> c.setClaim("rules", "all")),
                wrong("no rules", c -> c.setClaim("rules", java.util.List.of())),
                wrong("rule too short", c -> c.setClaim("rules", java.util.List.of(java.util.List.of("compute")))),
                wrong("expiry beyond all calendars", c -> c.setClaim("exp", Long.MAX_VALUE)),
                wrong("expiry a text", c -> c.setClaim("exp", "tomorrow")),
                wrong(
                        "valid only later",
                        c -> c.setClaim("nbf", NOW.plusSeconds(600).getEpochSecond())));
    }

    private static Arguments wrong(String what, Consumer<JwtClaims> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void ID_12_claimsThatAreNotOursAreRefused(String what, Consumer<JwtClaims> change) {
        JwtClaims claims = TokenCodec.claims(caller());
        change.accept(claims);
        assertThat(verifier.find(signed(claims, OURS))).as(what).isEmpty();
    }

    @Test
    void ID_12_aTokenOfTheSystemMustSayTrue() {
        JwtClaims claims = TokenCodec.claims(caller(new Scope.Unscoped(), NOW));
        claims.setClaim("sys", false);
        assertThat(verifier.verify(signed(claims, OURS)).scope()).isEqualTo(new Scope.Unscoped());
    }

    @Test
    void ID_12_duplicateClaimsAreRefused() {
        String payload = TokenCodec.claims(caller()).toJson();
        String twice = payload.substring(0, payload.length() - 1) + ",\"sub\":\"admin\"}";
        assertThat(verifier.find(raw(ES256_HEADER, payload, OURS))).isPresent();
        assertThat(verifier.find(raw(ES256_HEADER, twice, OURS))).isEmpty();
        assertThat(verifier.find(raw("{\"alg\":\"ES256\",\"alg\":\"none\",\"kid\":\"k1\"}", payload, OURS)))
                .isEmpty();
    }

    @Test
    void ID_12_whatIsNoTokenIsRefusedWithoutAnError() {
        String good = good();
        String payload = TokenCodec.claims(caller()).toJson();
        Stream.of(
                        "",
                        ".",
                        "..",
                        "...",
                        good.substring(0, good.length() - 1),
                        good.substring(0, good.lastIndexOf('.')),
                        good + '.',
                        good + "A",
                        good + "=",
                        good + "?",
                        good + " ",
                        ' ' + good,
                        good + ',' + good,
                        good.replace('.', '\u2024'),
                        raw("not json", payload, OURS),
                        raw(ES256_HEADER, "not json", OURS),
                        raw(ES256_HEADER, "[]", OURS),
                        raw("[".repeat(3000), payload, OURS),
                        raw("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}", payload, OURS) + ".x.y",
                        "a".repeat(8 * 1024 + 1),
                        "a.".repeat(1 << 20))
                .forEach(token -> assertThat(verifier.find(token)).isEmpty());
    }

    @Test
    void ID_12_oneTokenHasOneSpelling() {
        String good = good();
        assertThat(verifier.find(good)).isPresent();
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = letters.indexOf(good.charAt(good.length() - 1));
        for (int spare = 1; spare < 16; spare++) {
            String other = good.substring(0, good.length() - 1) + letters.charAt(last ^ spare);
            assertThat(verifier.find(other)).as("spare bits %d", spare).isEmpty();
        }
        assertThat(verifier.find(good.replaceFirst("\\.", "\u00e9."))).isEmpty();
    }

    @Test
    void ID_12_aTokenAsLongAsAllowedIsReadAndALongerOneIsNot() {
        JwtClaims claims = TokenCodec.claims(caller());
        claims.setClaim("padding", "x".repeat(5600));
        String long_ = signed(claims, OURS);
        assertThat(long_.length()).isBetween(7500, TokenVerifier.MAX_TOKEN_CHARS);
        assertThat(verifier.find(long_)).isPresent();
        claims.setClaim("padding", "x".repeat(6400));
        String tooLong = signed(claims, OURS);
        assertThat(tooLong.length()).isGreaterThan(TokenVerifier.MAX_TOKEN_CHARS);
        assertThat(verifier.find(tooLong)).isEmpty();
    }

    @Test
    void ID_12_aChangedClaimBreaksTheSignature() {
        String[] parts = good().split("\\.");
        String payload = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String admin = payload.replace("member", "admin");
        assertThat(admin).isNotEqualTo(payload);
        assertThat(verifier.find(parts[0] + '.' + base64(admin.getBytes(StandardCharsets.UTF_8)) + '.' + parts[2]))
                .isEmpty();
    }

    @Test
    void aTokenLivesAsLongAsItSaysAndTheSkewOfClocks() {
        String token = good();
        assertThat(verifier.find(token)).isPresent();
        now = NOW.plus(Duration.ofHours(1)).plus(TokenVerifier.CLOCK_SKEW).minusMillis(1);
        assertThat(verifier.find(token)).isPresent();
        now = NOW.plus(Duration.ofHours(1)).plus(TokenVerifier.CLOCK_SKEW);
        assertThat(verifier.find(token)).isEmpty();
    }

    @Test
    void PLT_11_aTokenFromTheFutureIsRefusedUntilItIsThere() {
        String token = signed(TokenCodec.claims(caller(caller().scope(), NOW.plusSeconds(60))), OURS);
        assertThat(verifier.find(token)).isEmpty();
        now = NOW.plusSeconds(31);
        assertThat(verifier.find(token)).isPresent();
        now = NOW;
        assertThat(verifier.find(token))
                .as("remembered, but the clock went back")
                .isEmpty();
    }

    @Test
    void ID_01_aRememberedTokenIsStillRevoked() {
        String token = good();
        assertThat(verifier.find(token)).isPresent();
        revocations.revoke("token:audit1", NOW);
        assertThat(verifier.find(token)).isEmpty();
        revocations.forget("token:audit1");
        assertThat(verifier.find(token)).isPresent();
    }

    @Test
    void aRememberedTokenDiesWithItsKey() {
        String token = good();
        assertThat(verifier.find(token)).isPresent();
        keys.remove(KEY_ID);
        assertThat(verifier.find(token)).isEmpty();
        keys.put(KEY_ID, keyPair().getPublic());
        assertThat(verifier.find(token)).as("another key under the same id").isEmpty();
        keys.put(KEY_ID, OURS.getPublic());
        assertThat(verifier.find(token)).isPresent();
    }
}
