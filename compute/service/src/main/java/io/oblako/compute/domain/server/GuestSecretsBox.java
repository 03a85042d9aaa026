package io.oblako.compute.domain.server;

import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals what only the guest may see; the nodes hold the same key. */
public final class GuestSecretsBox {

    private final SecretBox box;

    public GuestSecretsBox(SecretBox box) {
        this.box = box;
    }

    /** @return absent when there is nothing to seal */
    public @Nullable String seal(
            UUID server,
            @Nullable Secret adminPassword,
            @Nullable Secret userDataBase64,
            ServerRequest.@Nullable Key key) {
        if (adminPassword == null && userDataBase64 == null && key == null) {
            return null;
        }
        var secrets = new GuestSecrets(
                adminPassword == null ? null : adminPassword.reveal(),
                userDataBase64 == null ? null : userDataBase64.reveal(),
                key == null || !key.type().equals("ssh") ? List.of() : List.of(key.publicKey()));
        return box.seal(Json.text(secrets), GuestSecrets.sealContext(server));
    }

    public GuestSecrets open(UUID server, @Nullable String sealed) {
        return sealed == null
                ? new GuestSecrets(null, null, List.of())
                : Json.read(box.open(sealed, GuestSecrets.sealContext(server)), GuestSecrets.class);
    }
}
