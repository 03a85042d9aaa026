package io.oblako.compute.api.server;

import io.oblako.kernel.secret.Secret;
import java.security.SecureRandom;

/** Makes passwords for guests: shown once, never stored in the clear. */
final class AdminPasswords {

    /** Without the letters that people mistake for one another. */
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AdminPasswords() {}

    static Secret fresh() {
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return Secret.of(password.toString());
    }
}
