package io.oblako.image.contracts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An image, as the image service has committed it. Topic {@code image.image.v1}.
 *
 * @param project the owner
 * @param status Glance's word: queued, saving, active, killed, deactivated, deleted, pending_delete, importing
 * @param visibility public, community, shared or private
 * @param members projects that a shared image is shared with and that accepted it
 * @param diskFormat absent while unknown
 * @param sizeBytes bytes stored; 0 before there are any
 * @param virtualBytes size of the disk inside, as inspected
 * @param sha512 hex, of the stored bytes; absent while they could still be lost with the power: until it is there nobody
 *     reads them, though the image is active already
 * @param minDiskGib least root disk a flavor must give
 * @param minRamMib least memory a flavor must give
 * @param properties all other properties, as text
 */
public record ImageFact(
        UUID id,
        String project,
        String name,
        String status,
        String visibility,
        Set<String> members,
        @Nullable String diskFormat,
        @Nullable String containerFormat,
        long sizeBytes,
        long virtualBytes,
        @Nullable String sha512,
        int minDiskGib,
        int minRamMib,
        boolean hidden,
        boolean isProtected,
        Map<String, String> properties,
        long generation,
        Instant createdAt,
        Instant updatedAt) {

    public ImageFact {
        members = Set.copyOf(members);
        properties = Map.copyOf(properties);
    }

    /** Whether tenants of the project may see and boot it. Glance's rules of visibility. */
    public boolean visibleTo(String tenant) {
        return switch (visibility) {
            case "public", "community" -> true;
            case "shared" -> project.equals(tenant) || members.contains(tenant);
            default -> project.equals(tenant);
        };
    }
}
