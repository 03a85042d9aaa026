package io.oblako.compute.domain.keypair;

import io.oblako.kernel.error.CloudException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Reads public keys that users hand in: what is stored ends in guests, so it has to be one key and nothing else. */
public final class PublicKeys {

    /** A line of 16,384 bits of RSA has about 2,800 characters; certificates are longer. */
    public static final int LONGEST = 16 * 1024;

    private static final Set<String> KINDS = Set.of(
            "ssh-rsa",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "ssh-dss",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private PublicKeys() {}

    /**
     * The fingerprint of a key.
     *
     * @throws CloudException INVALID_REQUEST when the text is no key of that kind
     */
    public static String fingerprint(Keypair.Kind kind, String publicKey) {
        return switch (kind) {
            case SSH -> ssh(publicKey);
            case X509 -> x509(publicKey);
        };
    }

    private static String ssh(String line) {
        String[] words = line.strip().split("[ \t]+", 3);
        boolean oneLine = line.strip().chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
        if (!oneLine || words.length < 2 || !KINDS.contains(words[0])) {
            throw invalid("an OpenSSH public key in one line is expected, for example: ssh-ed25519 AAAA… comment");
        }
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(words[1]);
        } catch (IllegalArgumentException e) {
            throw invalid("the middle part of the public key is not base64");
        }
        if (!words[0].equals(nameIn(blob))) {
            throw invalid("the public key is not of the type that its first word says");
        }
        return colons("MD5", blob);
    }

    /** The type that the blob itself names (RFC 4253 §6.6); empty when it is cut short. */
    private static String nameIn(byte[] blob) {
        ByteBuffer buffer = ByteBuffer.wrap(blob);
        if (buffer.remaining() < Integer.BYTES) {
            return "";
        }
        int length = buffer.getInt();
        if (length < 1 || length >= buffer.remaining()) {
            return "";
        }
        byte[] name = new byte[length];
        buffer.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static String x509(String pem) {
        try {
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getEncoded();
            return colons("SHA-1", der);
        } catch (CertificateException e) {
            throw invalid("a certificate in PEM is expected");
        }
    }

    private static String colons(String algorithm, byte[] bytes) {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private static CloudException invalid(String why) {
        return CloudException.badRequest("Keypair data is invalid: failed to generate fingerprint: " + why);
    }
}
