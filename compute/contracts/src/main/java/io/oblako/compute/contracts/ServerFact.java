package io.oblako.compute.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server, as compute has committed it. Topic {@code compute.server.v1}, keyed by server id; a tombstone follows when it
 * is gone.
 *
 * @param status Nova's status word, for example ACTIVE
 * @param taskState what is being done to it; absent when nothing is
 */
public record ServerFact(
        UUID id,
        String project,
        String user,
        String name,
        String status,
        @Nullable String taskState,
        @Nullable String node,
        String flavor,
        int vcpus,
        int ramMib,
        @Nullable UUID image,
        long generation,
        Instant at) {}
