package io.oblako.kernel.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals text so that it may rest in a table or travel over Kafka: AES-256-GCM with a random nonce, bound to a context
 * (for example the server's id), so that a sealed text cannot be moved to another thing.
 */
public final class SecretBox {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 random bytes, base64, shared by compute and its nodes */
    public SecretBox(Secret key) {
        byte[] raw = Base64.getDecoder().decode(key.reveal());
        if (raw.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key of a secret box is 32 bytes in base64");
        }
        this.key = new SecretKeySpec(raw, "AES");
    }

    public String seal(String plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }

    /** @throws IllegalArgumentException when the text was not sealed with this key for this context, or was changed */
    public String open(String sealed, String context) {
        byte[] whole = Base64.getDecoder().decode(sealed);
        if (whole.length <= NONCE_BYTES) {
            throw new IllegalArgumentException("Not a sealed text");
        }
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not sealed with this key for this context", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
