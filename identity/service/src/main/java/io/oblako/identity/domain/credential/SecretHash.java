package io.oblako.identity.domain.credential;

import io.oblako.kernel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of an application credential's secret. A secret of ours has 512 random bits, so SHA-256 is as good as any
 * slow hash and costs a microsecond. A short one of the user's own choosing could be guessed from a stolen table, so it
 * gets PBKDF2.
 */
public final class SecretHash {

    /** Longest secret that is accepted, in characters (security row ID-15). */
    public static final int MAX_SECRET_CHARS = 4096;

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
        if (secret.reveal().length() >= LONG_ENOUGH_CHARS) {
            return "sha256:" + sha256(secret);
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        String spelled = HexFormat.of().formatHex(salt);
        return "pbkdf2:" + spelled + ':' + pbkdf2(secret, salt);
    }

    /** Whether the secret is the one that the hash was made from. */
    public static boolean matches(Secret secret, String hash) {
        if (secret.reveal().length() > MAX_SECRET_CHARS) {
            return false;
        }
        String[] parts = hash.split(":", -1);
        String mine = switch (parts[0]) {
            case "sha256" -> sha256(secret);
            case "pbkdf2" -> pbkdf2(secret, HexFormat.of().parseHex(parts[1]));
            default -> throw new IllegalStateException("A hash of unknown kind");
        };
        return MessageDigest.isEqual(
                mine.getBytes(StandardCharsets.US_ASCII), parts[parts.length - 1].getBytes(StandardCharsets.US_ASCII));
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
