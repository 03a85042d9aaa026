package io.oblako.identity.api;

import io.oblako.identity.domain.token.KeyRing;
import io.oblako.identity.domain.token.SigningKey;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EllipticCurveJsonWebKey;

/** The keys of tokens: their public halves for anybody, a new one for the operator who asks. */
@Path("/v3/OS-OBLAKO")
@RunOnVirtualThread
public class SigningKeysResource {

    private final KeyRing ring;

    SigningKeysResource(KeyRing ring) {
        this.ring = ring;
    }

    /** RFC 7517. */
    @GET
    @Path("jwks")
    @Operation("identity:signing-keys:jwks")
    public Map<String, Object> jwks() {
        List<Map<String, Object>> keys =
                ring.all().stream().map(SigningKeysResource::jwk).toList();
        return Map.of("keys", keys);
    }

    private static Map<String, Object> jwk(SigningKey key) {
        var jwk = new EllipticCurveJsonWebKey((ECPublicKey) key.publicKey());
        jwk.setKeyId(key.id());
        jwk.setUse("sig");
        jwk.setAlgorithm("ES256");
        return jwk.toParams(EllipticCurveJsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** Makes a new key. It signs two seconds later, when all services know it; living tokens stay good. */
    @POST
    @Path("signing-keys")
    @Mutation
    @Operation("identity:signing-keys:create")
    public Response rotate() {
        SigningKey made = ring.rotate();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", made.id());
        view.put("created_at", Times.zoned(made.createdAt()));
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("signing_key", view))
                .build();
    }
}
