package io.oblako.kernel.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.KeyPair;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TokenSignaturesTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void areMadeByTheFastCodeOnTheMachinesItIsMadeFor() {
        assertThat(TokenSignatures.provider().getSuppliedKeyProviderContext().getSignatureProvider())
                .isEqualTo(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    }

    @Test
    void thatAreMadeByOneAreVerifiedByTheOther() throws JoseException {
        KeyPair pair = TestTokens.keyPair();
        JsonWebSignature made = new JsonWebSignature();
        made.setProviderContext(TokenSignatures.provider());
        made.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        made.setPayload("a payload");
        made.setKey(pair.getPrivate());
        JsonWebSignature withTheJdk = new JsonWebSignature();
        withTheJdk.setCompactSerialization(made.getCompactSerialization());
        withTheJdk.setKey(pair.getPublic());
        assertThat(withTheJdk.verifySignature()).isTrue();
    }
}
