package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a node last reported of a guest.
 *
 * @param generation the newest wish that it takes into account
 * @param disk disks made so far, {@code softReboots} and {@code hardReboots} likewise
 */
public record Sighting(
        long generation,
        GuestState state,
        long disk,
        long softReboots,
        long hardReboots,
        @Nullable Failure failure,
        long rootDiskBytes,
        Instant at) {

    public static Sighting of(GuestSeen seen) {
        return new Sighting(
                seen.generation(),
                seen.state(),
                seen.diskGeneration(),
                seen.softReboots(),
                seen.hardReboots(),
                seen.failure(),
                seen.rootDiskBytes(),
                seen.at());
    }
}
