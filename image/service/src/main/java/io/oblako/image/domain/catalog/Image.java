package io.oblako.image.domain.catalog;

import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image: a description and, once uploaded, bytes. Changed only through {@link ImageLifecycle} and {@link ImageEdit}.
 *
 * @param name what its owner calls it; need not be unique, may be absent
 * @param diskFormat never {@link DiskFormat#OVA}: that is a container
 * @param minDiskGib least root disk a flavor must give
 * @param minRamMib least memory a flavor must give
 * @param isProtected whether deleting is refused
 * @param hidden whether lists leave it out unless asked for it
 * @param tags sorted, without repetition
 * @param properties everything else, by name; values are text
 * @param chargedBytes what it takes of its project's quota just now
 * @param counted whether it takes one of its project's number of images
 * @param ordered whether another service ordered it and may fill it
 * @param upload present while {@link ImageStatus#SAVING}
 * @param data present while active or deactivated
 * @param fault why it was killed, for its owner
 * @param generation counts up with every change that is saved; the compare of compare-and-set
 */
public record Image(
        ImageId id,
        ProjectId owner,
        @Nullable String name,
        ImageStatus status,
        Visibility visibility,
        @Nullable DiskFormat diskFormat,
        @Nullable ContainerFormat containerFormat,
        int minDiskGib,
        int minRamMib,
        boolean isProtected,
        boolean hidden,
        List<String> tags,
        Map<String, String> properties,
        long chargedBytes,
        boolean counted,
        boolean ordered,
        @Nullable Upload upload,
        @Nullable ImageData data,
        @Nullable String fault,
        long generation,
        Instant createdAt,
        Instant updatedAt) {

    public Image {
        tags = tags.stream().distinct().sorted().toList();
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        if ((status == ImageStatus.SAVING) != (upload != null)) {
            throw new IllegalArgumentException("An upload goes with saving, not with " + status);
        }
        boolean hasBytes = status == ImageStatus.ACTIVE || status == ImageStatus.DEACTIVATED;
        if (hasBytes != (data != null)) {
            throw new IllegalArgumentException("Bytes go with active and deactivated, not with " + status);
        }
    }

    /** A queued image that has nothing but an id, an owner and defaults. */
    public static Image registered(ImageId id, ProjectId owner, Instant now) {
        return new Image(
                id,
                owner,
                null,
                ImageStatus.QUEUED,
                Visibility.SHARED,
                null,
                null,
                0,
                0,
                false,
                false,
                List.of(),
                Map.of(),
                0,
                true,
                false,
                null,
                null,
                null,
                0,
                now,
                now);
    }

    /** A draft of the next state of this image. */
    public ImageDraft draft() {
        return new ImageDraft(this);
    }

    /** What the bytes must turn out to be; empty until both formats are known. */
    public Optional<DiskFormat> expectedFormat() {
        if (diskFormat == null || containerFormat == null) {
            return Optional.empty();
        }
        return Optional.of(containerFormat == ContainerFormat.OVA ? DiskFormat.OVA : diskFormat);
    }

    /** The bytes, once there are any. */
    public Optional<ImageData> stored() {
        return Optional.ofNullable(data);
    }

    public Optional<Upload> uploading() {
        return Optional.ofNullable(upload);
    }
}
