package io.oblako.identity.keycloak;

import io.oblako.identity.domain.token.FederatedTokens;
import io.oblako.identity.keycloak.KeycloakHttp.Answer;
import io.oblako.kernel.error.CloudException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Keycloak's access tokens by its published keys, which are fetched from the realm we know and from nowhere a
 * token names. Only RS256, only our realm, only for us, only asked for by the clients we name.
 */
public final class KeycloakAccessTokens implements FederatedTokens {

    private static final int MAX_TOKEN_CHARS = 16_384;
    private static final long FETCH_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int CLOCK_SKEW_SECONDS = 30;

    private final KeycloakSettings settings;
    private final KeycloakHttp http;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private volatile @Nullable JwtConsumer consumer;
    private volatile long fetchedAt = System.nanoTime() - FETCH_PAUSE_NANOS;

    public KeycloakAccessTokens(KeycloakSettings settings, KeycloakLoginServer server) {
        this.settings = settings;
        this.http = server.http();
    }

    @Override
    public Optional<Subject> subject(String accessToken) {
        if (accessToken.isEmpty() || accessToken.length() > MAX_TOKEN_CHARS) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer().processToClaims(accessToken);
            boolean access = "Bearer".equals(claims.getStringClaimValue("typ"));
            String client = claims.getStringClaimValue("azp");
            if (!access || client == null || !settings.federationClients().contains(client)) {
                return Optional.empty();
            }
            Instant issuedAt = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
            return Optional.of(new Subject(KeycloakUsers.id(claims.getSubject()), issuedAt));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JwtConsumer consumer() {
        JwtConsumer known = consumer;
        if (known != null) {
            return known;
        }
        Answer discovery = http.get("/realms/" + settings.realm() + "/.well-known/openid-configuration");
        if (!discovery.ok()) {
            throw KeycloakHttp.unavailable("its discovery document is not there", null);
        }
        JwtConsumer fresh = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver((jws, nesting) -> key(jws))
                .setExpectedIssuer(true, discovery.body().path("issuer").asText())
                .setExpectedAudience(true, KeycloakRealm.AUDIENCE)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
        consumer = fresh;
        return fresh;
    }

    private Key key(JsonWebSignature jws) throws UnresolvableKeyException {
        String keyId = jws.getKeyIdHeaderValue();
        if (keyId == null) {
            throw new UnresolvableKeyException("no key id");
        }
        Key known = keys.get(keyId);
        if (known == null && mayFetch()) {
            fetch();
            known = keys.get(keyId);
        }
        if (known == null) {
            throw new UnresolvableKeyException("unknown key id");
        }
        return known;
    }

    /** Unknown key ids cost Keycloak one request in ten seconds at most, however many are sent. */
    private synchronized boolean mayFetch() {
        long now = System.nanoTime();
        if (now - fetchedAt < FETCH_PAUSE_NANOS) {
            return false;
        }
        fetchedAt = now;
        return true;
    }

    private void fetch() throws UnresolvableKeyException {
        try {
            Answer answer = http.get("/realms/" + settings.realm() + "/protocol/openid-connect/certs");
            for (var node : answer.body().path("keys")) {
                if ("sig".equals(node.path("use").asText())) {
                    JsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(node.toString());
                    keys.put(key.getKeyId(), key.getKey());
                }
            }
        } catch (JoseException | CloudException e) {
            throw new UnresolvableKeyException("the keys of the realm cannot be fetched", e);
        }
    }
}
