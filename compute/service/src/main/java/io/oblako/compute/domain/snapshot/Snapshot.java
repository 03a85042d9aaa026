package io.oblako.compute.domain.snapshot;

import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a server's root disk on its way into an image.
 *
 * @param state what the node last reported; absent before
 */
public record Snapshot(
        UUID image,
        UUID server,
        String node,
        long epoch,
        SnapshotSeen.@Nullable State state,
        long bytesDone,
        long bytesTotal,
        @Nullable Failure failure,
        Instant at) {}
