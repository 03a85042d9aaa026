package io.oblako.identity.domain.credential;

import io.oblako.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an application credential's secret. A secret of ours has 512 random bits, so SHA-256 is as good as any
 * slow hash and costs a microsecond. A short one of the user's own choosing could be guessed from a stolen table, so it
 * gets PBKDF2.
 */
public final class SecretHash {

    /** Longest secret that is accepted, in characters (security row ID-15). */
    public static final int MAX_SECRET_CHARS = 4096;

    private static final String SHA256 = "sha256";
    private static final String PBKDF2 = "pbkdf2";
    private static final Set<String> KINDS = Set.of(SHA256, PBKDF2, "");
    private static final String[] NO_HASH = {""};
    private static final int LONG_ENOUGH_CHARS = 40;
    private static final int SECRET_BYTES = 64;
    private static final int SALT_BYTES = 16;
    private static final int ITERATIONS = 210_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretHash() {}

    /** A secret of ours: 86 characters that need no escaping anywhere. */
    public static Secret newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static String of(Secret secret) {
        if (!guessable(secret)) {
            return SHA256 + ':' + sha256(secret);
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        String spelled = HexFormat.of().formatHex(salt);
        return PBKDF2 + ':' + spelled + ':' + pbkdf2(secret, salt);
    }

    /**
     * Whether the secret is the one that the hash was made from. The time it takes depends on the secret alone and not on
     * the hash, so that nobody learns whether there is one (security row ID-13).
     *
     * @param hash absent when there is no such credential
     */
    public static boolean matches(Secret secret, @Nullable String hash) {
        if (secret.reveal().length() > MAX_SECRET_CHARS) {
            return false;
        }
        String[] parts = hash == null ? NO_HASH : hash.split(":", -1);
        if (!KINDS.contains(parts[0])) {
            throw new IllegalStateException("A hash of unknown kind");
        }
        String kind = guessable(secret) ? PBKDF2 : SHA256;
        boolean same = kind.equals(parts[0]);
        String mine = guessable(secret)
                ? pbkdf2(secret, same ? HexFormat.of().parseHex(parts[1]) : new byte[SALT_BYTES])
                : sha256(secret);
        return same
                && MessageDigest.isEqual(
                        mine.getBytes(StandardCharsets.US_ASCII),
                        parts[parts.length - 1].getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a secret is short enough that somebody might find it by trying. */
    public static boolean guessable(Secret secret) {
        return secret.reveal().length() < LONG_ENOUGH_CHARS;
    }

    private static String sha256(Secret secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String pbkdf2(Secret secret, byte[] salt) {
        try {
            var spec = new PBEKeySpec(secret.reveal().toCharArray(), salt, ITERATIONS, 256);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return HexFormat.of().formatHex(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has PBKDF2", e);
        }
    }
}
