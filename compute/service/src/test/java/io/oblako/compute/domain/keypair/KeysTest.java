package io.oblako.compute.domain.keypair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @Test
    void aKeyThatWeMakeIsOneThatWeWouldTake() throws Exception {
        NewKey key = NewKey.ssh();
        assertThat(PublicKeys.fingerprint(Keypair.Kind.SSH, key.publicText())).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        String pem = key.privateText().reveal();
        assertThat(pem).startsWith("-----BEGIN RSA PRIVATE KEY-----\n").endsWith("-----END RSA PRIVATE KEY-----\n");
        RSAPrivateCrtKey read = readPkcs1(pem);
        assertThat(read.getModulus().bitLength()).isEqualTo(2048);
        assertThat(key.toString()).doesNotContain(pem);
    }

    private static RSAPrivateCrtKey readPkcs1(String pem) throws Exception {
        byte[] pkcs1 = Base64.getMimeDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        byte[] pkcs8 = Der.sequence(
                Der.integer(BigInteger.ZERO),
                Der.sequence(Der.objectId(1, 2, 840, 113549, 1, 1, 1), Der.nothing()),
                Der.octets(pkcs1));
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    @Test
    void aCertificateThatWeMakeVerifiesAndNamesTheUser() throws Exception {
        NewKey key = NewKey.x509("alice", Instant.now());
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(key.publicText().getBytes(StandardCharsets.US_ASCII)));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(new Date());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=alice");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(PublicKeys.fingerprint(Keypair.Kind.X509, key.publicText()))
                .matches("([0-9a-f]{2}:){19}[0-9a-f]{2}");
    }

    @Test
    void aFingerprintIsTheMd5OfTheBlobInColons() {
        String line =
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGvUy4zQ6u0ZAGyE6oUDmHrsTg8cPjCGLpDmNGRlJZVh someone@somewhere";
        assertThat(PublicKeys.fingerprint(Keypair.Kind.SSH, line))
                .isEqualTo("21:4c:a8:3d:78:37:48:54:2d:e2:b2:ba:f7:69:04:fb")
                .isEqualTo(PublicKeys.fingerprint(
                        Keypair.Kind.SSH, "  " + line.substring(0, line.lastIndexOf(' ')) + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ssh-rsa",
                "ssh-rsa !!!!",
                "ssh-rsa AAAA",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGvUy4zQ6u0ZAGyE6oUDmHrsTg8cPjCGLpDmNGRlJZVh",
                "command=\"rm\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGvUy4zQ6u0ZAGyE6oUDmHrsTg8cPjCGLpDmNGRlJZVh",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGvUy4zQ6u0ZAGyE6oUDmHrsTg8cPjCGLpDmNGRlJZVh a\nssh-rsa b"
            })
    void whatIsNotOneKeyIsRefused(String line) {
        assertThatThrownBy(() -> PublicKeys.fingerprint(Keypair.Kind.SSH, line))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("failed to generate fingerprint");
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        assertThatThrownBy(() -> PublicKeys.fingerprint(
                        Keypair.Kind.X509, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .isInstanceOf(CloudException.class);
    }
}
