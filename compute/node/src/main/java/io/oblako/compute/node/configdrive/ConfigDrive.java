package io.oblako.compute.node.configdrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The drive labelled config-2 by which a guest without network learns who it is.
 *
 * @see <a href="https://docs.openstack.org/nova/2025.1/admin/config-drive.html">Nova: config drives</a>
 */
public final class ConfigDrive {

    private static final String LABEL = "config-2";
    /** Versions of the metadata that hold what we write; cloud-init takes the newest it knows. */
    private static final String[] VERSIONS = {"latest", "2018-08-27", "2012-08-10"};

    private ConfigDrive() {}

    /**
     * The bytes of the drive.
     *
     * @param secrets what only the guest may see; absent when there is nothing
     */
    public static byte[] of(GuestSpec spec, @Nullable GuestSecrets secrets, Instant time) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] metadata = metadata(spec, secrets);
        byte[] network = spec.networkData().getBytes(StandardCharsets.UTF_8);
        byte[] vendor = spec.vendorData().getBytes(StandardCharsets.UTF_8);
        byte[] user = userData(secrets);
        for (String version : VERSIONS) {
            String folder = "openstack/" + version + "/";
            files.put(folder + "meta_data.json", metadata);
            files.put(folder + "network_data.json", network);
            files.put(folder + "vendor_data.json", vendor);
            if (user.length > 0) {
                files.put(folder + "user_data", user);
            }
        }
        return Iso9660.of(LABEL, files, time);
    }

    private static byte[] metadata(GuestSpec spec, @Nullable GuestSecrets secrets) {
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
        return Json.bytes(document);
    }

    private static byte[] userData(@Nullable GuestSecrets secrets) {
        String encoded = secrets == null ? null : secrets.userDataBase64();
        return encoded == null ? new byte[0] : Base64.getMimeDecoder().decode(encoded);
    }
}
