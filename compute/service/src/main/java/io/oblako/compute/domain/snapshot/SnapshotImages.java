package io.oblako.compute.domain.snapshot;

import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Server;
import io.oblako.image.contracts.ImageOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The image that a snapshot of a server becomes.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/admin/configuration/config.html">Nova: non_inheritable_image_properties</a>
 */
public final class SnapshotImages {

    private static final Set<String> NOT_INHERITED = Set.of(
            "cache_in_nova",
            "bittorrent",
            "img_signature",
            "img_signature_hash_method",
            "img_signature_key_type",
            "img_signature_certificate_uuid",
            "os_hash_algo",
            "os_hash_value",
            "direct_url",
            "locations",
            "stores");

    private SnapshotImages() {}

    /** @param given by the tenant; they win over inherited ones */
    public static ImageOrder.Create order(
            Server server, UUID image, String name, Map<String, String> given, String user, String requestId) {
        BootImage base = server.machine().image();
        Map<String, String> properties = new TreeMap<>();
        base.properties().forEach((key, value) -> {
            if (!NOT_INHERITED.contains(key)) {
                properties.put(key, value);
            }
        });
        Set<String> inherited = new HashSet<>(properties.keySet());
        properties.put("image_type", "snapshot");
        properties.put("base_image_ref", base.id().toString());
        properties.put("instance_uuid", server.id().toString());
        properties.put("user_id", server.user().value());
        properties.putAll(given);
        inherited.removeIf(key -> !Objects.equals(base.properties().get(key), properties.get(key)));
        int root = server.flavor().diskGib() > 0 ? server.flavor().diskGib() : base.minDiskGib();
        return new ImageOrder.Create(
                image,
                server.project().value(),
                user,
                name,
                "qcow2",
                "bare",
                "private",
                Math.max(root, base.minDiskGib()),
                base.minRamMib(),
                properties,
                inherited,
                requestId);
    }
}
