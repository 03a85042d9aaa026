package io.oblako.compute.node.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a guest is told of itself, the same on its config drive and by its network. It holds secrets of the guest.
 *
 * @param metadata content of meta_data.json
 * @param network content of network_data.json
 * @param vendor content of vendor_data.json
 * @param user what the tenant gave for the guest; empty for nothing
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Nova: metadata</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Written once and never compared.
public record GuestDocuments(ObjectNode metadata, byte[] network, byte[] vendor, byte[] user) {

    /** The documents of a guest as its order has it now. */
    public static GuestDocuments of(NodeDesired.Guest order, SecretBox box) {
        String sealed = order.spec().sealedSecrets();
        GuestSecrets secrets = sealed == null
                ? null
                : Json.read(box.open(sealed, GuestSecrets.sealContext(order.server())), GuestSecrets.class);
        return of(order.spec(), secrets);
    }

    /** @param secrets what only the guest may see; absent when there is nothing */
    public static GuestDocuments of(GuestSpec spec, @Nullable GuestSecrets secrets) {
        return new GuestDocuments(
                metadata(spec, secrets),
                spec.networkData().getBytes(StandardCharsets.UTF_8),
                spec.vendorData().getBytes(StandardCharsets.UTF_8),
                userData(secrets));
    }

    private static ObjectNode metadata(GuestSpec spec, @Nullable GuestSecrets secrets) {
        ObjectNode document = Json.read(spec.metadata(), ObjectNode.class);
        if (secrets != null && secrets.adminPassword() != null) {
            document.put("admin_pass", secrets.adminPassword());
        }
        if (secrets != null && !secrets.sshKeys().isEmpty() && !document.has("public_keys")) {
            ObjectNode keys = document.putObject("public_keys");
            for (int i = 0; i < secrets.sshKeys().size(); i++) {
                keys.put("key-" + i, secrets.sshKeys().get(i));
            }
        }
        return document;
    }

    private static byte[] userData(@Nullable GuestSecrets secrets) {
        String encoded = secrets == null ? null : secrets.userDataBase64();
        return encoded == null ? new byte[0] : Base64.getMimeDecoder().decode(encoded);
    }

    @Override
    public String toString() {
        return "GuestDocuments[***]";
    }
}
