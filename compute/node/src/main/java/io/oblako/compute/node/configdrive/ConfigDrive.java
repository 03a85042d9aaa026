package io.oblako.compute.node.configdrive;

import io.oblako.compute.node.metadata.GuestDocuments;
import io.oblako.kernel.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** The bytes of the drive. */
    public static byte[] of(GuestDocuments documents, Instant time) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] metadata = Json.bytes(documents.metadata());
        for (String version : VERSIONS) {
            String folder = "openstack/" + version + "/";
            files.put(folder + "meta_data.json", metadata);
            files.put(folder + "network_data.json", documents.network());
            files.put(folder + "vendor_data.json", documents.vendor());
            if (documents.user().length > 0) {
                files.put(folder + "user_data", documents.user());
            }
        }
        return Iso9660.of(LABEL, files, time);
    }
}
