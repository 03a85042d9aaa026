package io.oblako.compute.domain.keypair;

import io.oblako.kernel.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A key that we made for somebody. The private half is given out once and never stored. RSA of 2048 bits in PKCS#1,
 * since
 * that is what Nova makes and what every client of these years reads.
 *
 * @param publicText one OpenSSH line, or a self-signed certificate in PEM
 * @param privateText in PEM
 */
public record NewKey(String publicText, Secret privateText) {

    private static final int BITS = 2048;
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int LINE = 64;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] SHA256_WITH_RSA =
            Der.sequence(Der.objectId(1, 2, 840, 113549, 1, 1, 11), Der.nothing());

    public static NewKey ssh() {
        KeyPair pair = rsa();
        return new NewKey(
                sshLine((RSAPublicKey) pair.getPublic()), Secret.of(pkcs1((RSAPrivateCrtKey) pair.getPrivate())));
    }

    /**
     * A certificate for log-in to Windows, with the user's name as its subject's user principal name.
     *
     * @see <a href="https://docs.openstack.org/api-ref/compute/#create-import-keypair">Compute API: keypairs of type
     *     x509</a>
     */
    public static NewKey x509(String user, Instant now) {
        KeyPair pair = rsa();
        byte[] certificate = certificate(pair, user, now);
        return new NewKey(
                pem("CERTIFICATE", certificate),
                Secret.of(pem("PRIVATE KEY", pair.getPrivate().getEncoded())));
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has RSA", e);
        }
    }

    private static String sshLine(RSAPublicKey key) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {
            "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
            key.getPublicExponent().toByteArray(),
            key.getModulus().toByteArray()
        }) {
            blob.writeBytes(new byte[] {
                (byte) (part.length >>> 24), (byte) (part.length >>> 16), (byte) (part.length >>> 8), (byte) part.length
            });
            blob.writeBytes(part);
        }
        return "ssh-rsa " + Base64.getEncoder().encodeToString(blob.toByteArray()) + " Generated-by-Oblako";
    }

    private static String pkcs1(RSAPrivateCrtKey key) {
        return pem(
                "RSA PRIVATE KEY",
                Der.sequence(
                        Der.integer(BigInteger.ZERO),
                        Der.integer(key.getModulus()),
                        Der.integer(key.getPublicExponent()),
                        Der.integer(key.getPrivateExponent()),
                        Der.integer(key.getPrimeP()),
                        Der.integer(key.getPrimeQ()),
                        Der.integer(key.getPrimeExponentP()),
                        Der.integer(key.getPrimeExponentQ()),
                        Der.integer(key.getCrtCoefficient())));
    }

    private static byte[] certificate(KeyPair pair, String user, Instant now) {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.objectId(2, 5, 4, 3), Der.utf8(user))));
        byte[] principal = Der.context(
                0, Der.objectId(1, 3, 6, 1, 4, 1, 311, 20, 2, 3), Der.context(0, Der.utf8(user + "@localhost")));
        byte[] clientAuth = Der.sequence(Der.objectId(1, 3, 6, 1, 5, 5, 7, 3, 2));
        byte[] extensions = Der.context(
                3,
                Der.sequence(
                        Der.sequence(Der.objectId(2, 5, 29, 37), Der.octets(clientAuth)),
                        Der.sequence(Der.objectId(2, 5, 29, 17), Der.octets(Der.sequence(principal)))));
        byte[] content = Der.sequence(
                Der.context(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, new SecureRandom())),
                SHA256_WITH_RSA,
                name,
                Der.sequence(
                        Der.utcTime(UTC_TIME.format(now.minus(Duration.ofHours(1)))),
                        Der.utcTime(UTC_TIME.format(now.plus(VALID)))),
                name,
                pair.getPublic().getEncoded(),
                extensions);
        return Der.sequence(content, SHA256_WITH_RSA, Der.bits(sign(pair.getPrivate(), content)));
    }

    private static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java signs with RSA", e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
