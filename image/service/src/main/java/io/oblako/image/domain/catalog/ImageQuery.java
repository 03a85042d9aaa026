package io.oblako.image.domain.catalog;

import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which images are wanted, and for whom. An empty list or an absent value asks for nothing in particular.
 *
 * @param names any of
 * @param ids any of; ids that are no UUIDs are left out, so an empty list after a filter means {@link #nothing}
 * @param statuses any of
 * @param diskFormats any of
 * @param containerFormats any of
 * @param tags all of
 * @param properties all of, by name
 * @param visibility absent for what Glance lists by default: own, public and accepted shared images
 * @param allVisibilities also other projects' community images
 * @param memberStatus of shared images; absent for any
 * @param nothing a filter that no image can pass was given
 */
public record ImageQuery(
        Viewer viewer,
        List<String> names,
        List<ImageId> ids,
        List<ImageStatus> statuses,
        List<DiskFormat> diskFormats,
        List<ContainerFormat> containerFormats,
        List<String> tags,
        Map<String, String> properties,
        @Nullable Visibility visibility,
        boolean allVisibilities,
        @Nullable MemberStatus memberStatus,
        @Nullable ProjectId owner,
        @Nullable Boolean isProtected,
        boolean hidden,
        @Nullable Long sizeAtLeast,
        @Nullable Long sizeAtMost,
        @Nullable Long virtualSize,
        @Nullable Integer minDiskGib,
        @Nullable Integer minRamMib,
        @Nullable String checksum,
        @Nullable String sha512,
        List<TimeBound> times,
        boolean nothing,
        PageRequest page) {

    /** Sort keys of Glance that a list accepts. */
    public static final List<String> SORT_KEYS =
            List.of("name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at");

    /** @param updated the last change, otherwise the creation */
    public record TimeBound(boolean updated, Comparison comparison, Instant moment) {}

    /** Glance's operators, in its own spelling: {@code created_at=gte:2026-01-01T00:00:00Z}. */
    public enum Comparison {
        GT,
        GTE,
        LT,
        LTE,
        EQ,
        NEQ
    }

    public ImageQuery {
        names = List.copyOf(names);
        ids = List.copyOf(ids);
        statuses = List.copyOf(statuses);
        diskFormats = List.copyOf(diskFormats);
        containerFormats = List.copyOf(containerFormats);
        tags = List.copyOf(tags);
        properties = Map.copyOf(properties);
        times = List.copyOf(times);
    }
}
