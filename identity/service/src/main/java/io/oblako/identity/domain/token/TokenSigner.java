package io.oblako.identity.domain.token;

import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.TokenCodec;
import io.oblako.kernel.token.TokenSignatures;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs tokens with the ring's current key: ES256, compact JWS. */
public final class TokenSigner {

    private final KeyRing ring;
    private final ProviderContext provider = TokenSignatures.provider();

    public TokenSigner(KeyRing ring) {
        this.ring = ring;
    }

    public String sign(Caller caller) {
        SigningKey key = ring.signing();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setProviderContext(provider);
        jws.setPayload(TokenCodec.claims(caller).toJson());
        jws.setKey(key.privateKey());
        jws.setKeyIdHeaderValue(key.id());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The signing key does not sign", e);
        }
    }
}
