package io.oblako.compute.contracts;

import io.oblako.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How compute proves to a node's HTTP server that a call is its own: HMAC-SHA256 over method, path with query and the
 * moment, with a key derived from the secret that compute and its nodes share. A signature is good for
 * {@link #MAX_AGE} around the moment it names and only for that one method and target. Thread-safe.
 */
public final class NodeCallSignature {

    /** The header that carries {@code <unix seconds>:<hex HMAC>}. */
    public static final String HEADER = "X-Oblako-Node-Signature";

    /** How far the two clocks, and the way in between, may be apart. */
    public static final Duration MAX_AGE = Duration.ofSeconds(30);

    private static final String PURPOSE = "oblako-node-call-v1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}):([0-9a-f]{64})");

    private final SecretKeySpec key;
    private final Clock clock;

    /** @param secretsKey the shared 32 bytes in base64 (OBLAKO_SECRETS_KEY) */
    public NodeCallSignature(Secret secretsKey, Clock clock) {
        byte[] shared = Base64.getDecoder().decode(secretsKey.reveal());
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(shared, ALGORITHM), PURPOSE), ALGORITHM);
        this.clock = clock;
    }

    /**
     * The value of {@link #HEADER} for one call.
     *
     * @param target path and query exactly as they stand in the request line, for example {@code /guests/…?length=5}
     */
    public String sign(String method, String target) {
        long seconds = clock.instant().getEpochSecond();
        return seconds + ":" + HexFormat.of().formatHex(hmac(key, text(seconds, method, target)));
    }

    /** Whether the header value was made for this call, with our key, just now. */
    public boolean accepts(String value, String method, String target) {
        var matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        long seconds = Long.parseLong(matcher.group(1));
        byte[] expected = hmac(key, text(seconds, method, target));
        boolean genuine = MessageDigest.isEqual(expected, HexFormat.of().parseHex(matcher.group(2)));
        return genuine && Math.abs(clock.instant().getEpochSecond() - seconds) <= MAX_AGE.toSeconds();
    }

    private static String text(long seconds, String method, String target) {
        return seconds + "\n" + method + "\n" + target;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256", e);
        }
    }
}
