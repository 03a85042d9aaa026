package io.oblako.kernel.token;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a token into the {@link Caller} it stands for, without asking anybody: signature, issuer, audience, life time,
 * revocations. Only ES256 is accepted, whatever the token's header says (security row ID-12). Signatures that were
 * verified once are remembered by the digest of the token, bounded; the key, the life time and revocations are looked at
 * every time. Thread-safe.
 */
public final class TokenVerifier {

    /** A longer token is not one of ours: 16 access rules make about 3 KiB. */
    public static final int MAX_TOKEN_CHARS = 8192;
    /** Clocks of two machines may differ by this much (security row PLT-11). */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private static final int REMEMBERED = 10_000;

    /**
     * Header, claims and a signature of 64 bytes, in base64url. Checked before anything is decoded: decoders skip letters
     * they do not know, and one token must not have many spellings.
     */
    private static final Pattern SPELLING =
            Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]{85}[AQgw]");

    private final SigningKeys keys;
    private final Revocations revocations;
    private final Clock clock;
    private final JwtConsumer consumer;
    private final Map<String, Verified> remembered = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Verified(Caller caller, String keyId, Key key) {}

    public TokenVerifier(SigningKeys keys, Revocations revocations, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.clock = clock;
        this.consumer = new JwtConsumerBuilder()
                .setJwsProviderContext(TokenSignatures.provider())
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                .setVerificationKeyResolver((jws, nesting) -> key(jws))
                .setExpectedIssuer(TokenCodec.ISSUER)
                .setExpectedAudience(TokenCodec.AUDIENCE)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setRequireJwtId()
                .setAllowedClockSkewInSeconds((int) CLOCK_SKEW.toSeconds())
                // Life time is judged below, each time and by our clock; this clock is only asked once.
                .setEvaluationTime(NumericDate.fromSeconds(0))
                .build();
    }

    /**
     * The caller behind a token.
     *
     * @throws CloudException NOT_AUTHENTICATED; the message never says which check failed
     */
    public Caller verify(String token) {
        return find(token).orElseThrow(TokenVerifier::refused);
    }

    /** The caller behind a token; empty for a token that is not valid, whatever the reason. */
    public Optional<Caller> find(String token) {
        if (token.length() > MAX_TOKEN_CHARS || !SPELLING.matcher(token).matches()) {
            return Optional.empty();
        }
        String digest = digest(token);
        Verified verified;
        synchronized (remembered) {
            verified = remembered.get(digest);
        }
        if (verified == null || !stillTrusted(verified)) {
            verified = checkSignature(token);
            if (verified == null) {
                return Optional.empty();
            }
            synchronized (remembered) {
                remembered.put(digest, verified);
            }
        }
        Caller caller = verified.caller();
        return alive(caller) && !revocations.revoked(caller) ? Optional.of(caller) : Optional.empty();
    }

    /** Neither expired nor from the future: a revocation of now would not reach a token that is issued later. */
    private boolean alive(Caller caller) {
        Instant now = clock.instant();
        return now.isBefore(caller.expiresAt().plus(CLOCK_SKEW))
                && !now.isBefore(caller.issuedAt().minus(CLOCK_SKEW));
    }

    private boolean stillTrusted(Verified verified) {
        return keys.byId(verified.keyId()).filter(verified.key()::equals).isPresent();
    }

    private @Nullable Verified checkSignature(String token) {
        try {
            var context = consumer.process(token);
            JwtClaims claims = context.getJwtClaims();
            JsonWebSignature signature =
                    (JsonWebSignature) context.getJoseObjects().getFirst();
            return new Verified(TokenCodec.caller(claims), signature.getKeyIdHeaderValue(), signature.getKey());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return null;
        }
    }

    private Key key(JsonWebSignature jws) throws UnresolvableKeyException {
        String keyId = jws.getKeyIdHeaderValue();
        if (keyId == null) {
            throw new UnresolvableKeyException("no key id");
        }
        return keys.byId(keyId).orElseThrow(() -> new UnresolvableKeyException("unknown key id"));
    }

    private static CloudException refused() {
        return new CloudException(CommonError.NOT_AUTHENTICATED, "The request you have made requires authentication.");
    }

    private static String digest(String token) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
