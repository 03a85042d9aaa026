package io.oblako.compute.domain.keypair;

import io.oblako.kernel.id.UserId;
import java.time.Instant;

/**
 * A public key under a name. It belongs to a user, not to a project.
 *
 * @param number counts up over all key pairs; Nova shows it as {@code id}
 * @param publicKey one line of OpenSSH's authorized_keys, or a certificate in PEM
 * @param fingerprint colons between bytes: MD5 of an SSH key's blob, SHA-1 of a certificate, as Nova computes them
 */
public record Keypair(
        long number, UserId user, String name, Kind kind, String publicKey, String fingerprint, Instant createdAt) {

    public enum Kind {
        SSH,
        X509;

        /** Nova's word: {@code ssh} or {@code x509}. */
        public String word() {
            return this == SSH ? "ssh" : "x509";
        }
    }
}
