package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A saga as operators see it.
 *
 * @param step the step it is at; for an ended saga the last one it was at
 * @param waitsFor what the step waits for; absent when it does not wait
 * @param wakesAt when it looks again by itself; absent when it has ended
 * @param failures failures of the present step in a row; 0 after a success
 * @param lease which worker has it in hand and until when; absent while nobody has
 * @param cancelReason why somebody asked it to turn back
 * @param failure why it turned or turns back; absent while it runs and when it is done
 * @param runs what was done and undone, in order of their start
 */
public record SagaView(
        UUID id,
        String name,
        String subject,
        @Nullable ProjectId project,
        String requestId,
        SagaState state,
        String step,
        @Nullable String waitsFor,
        @Nullable Instant wakesAt,
        int failures,
        @Nullable SagaLease lease,
        Instant createdAt,
        Instant deadline,
        @Nullable Instant endedAt,
        @Nullable String cancelReason,
        @Nullable SagaFailure failure,
        List<StepTrace> runs) {

    public SagaView {
        runs = List.copyOf(runs);
    }

    /** The view of a record. */
    public static SagaView of(SagaRecord saga) {
        return new SagaView(
                saga.id(),
                saga.name(),
                saga.subject(),
                saga.project(),
                saga.requestId(),
                saga.state(),
                saga.step(),
                saga.waitsFor(),
                saga.wakeAt(),
                saga.attempts(),
                saga.lease(),
                saga.createdAt(),
                saga.deadline(),
                saga.endedAt(),
                saga.cancelReason(),
                saga.failure(),
                saga.journal());
    }
}
