package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of one step.
 *
 * @param sagaId a good key for whatever the step makes: the same on every repetition
 * @param subject id of the thing the saga is about
 * @param project owner of the subject; absent for work of the system itself
 * @param requestId whose request led to it
 * @param attempt 1 for the first run of this step; counts repetitions, looks for something awaited and resumptions
 * @param epoch fencing token: grows each time another worker takes the saga over; an outside system that remembers the
 *     highest one it has seen can refuse a worker that was thought dead
 * @param deadline when the saga gives up; an action that blocks must end before it
 * @param now time of the database, the one to compare with
 */
public record StepRun(
        UUID sagaId,
        String subject,
        @Nullable ProjectId project,
        String requestId,
        int attempt,
        long epoch,
        Instant deadline,
        Instant now) {}
