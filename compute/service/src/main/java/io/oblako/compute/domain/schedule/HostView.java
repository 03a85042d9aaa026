package io.oblako.compute.domain.schedule;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A host as the scheduler sees it. Immutable.
 *
 * @param enabled neither disabled nor declared down by an administrator
 * @param lastSeen of its heartbeats
 * @param capacity what may be promised, allocation ratios applied
 * @param used what is promised
 * @param building servers that are being made on it now: they load its disks
 * @param images images that it probably has in its cache
 */
public record HostView(
        String name,
        HostKind kind,
        boolean enabled,
        Instant lastSeen,
        Need capacity,
        Need used,
        double loadAverage,
        int building,
        Set<UUID> images) {

    private static final double LOAD_OF_A_BUILD = 1;

    public HostView {
        images = Set.copyOf(images);
    }

    /** What is left; negative when more is promised than a changed ratio allows. */
    public Need free() {
        return capacity.minus(used);
    }

    double load() {
        return loadAverage + building * LOAD_OF_A_BUILD;
    }

    /** The host with one more server on it. */
    public HostView with(Need need) {
        return new HostView(
                name, kind, enabled, lastSeen, capacity, used.plus(need), loadAverage, building + 1, images);
    }

    public HostView withImages(Set<UUID> cached) {
        return new HostView(name, kind, enabled, lastSeen, capacity, used, loadAverage, building, cached);
    }

    /** The host as one that takes no servers. */
    public HostView closed() {
        return new HostView(name, kind, false, lastSeen, capacity, used, loadAverage, building, images);
    }
}
