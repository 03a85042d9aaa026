package io.oblako.web.saga;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.SagaLease;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.saga.StepTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sagas as JSON documents. What their steps hand on (the context) is not shown: it may hold what is not for operators. */
final class SagaDocuments {

    private SagaDocuments() {}

    /**
     * One saga.
     *
     * @param step where it is: the step to be done or undone next
     * @param failures failures of that step in a row
     * @param waitsFor what the step waits for; null when it does not wait
     * @param wakesAt when it looks again by itself; null when it has ended
     * @param overdue whether it should have ended by now
     * @param heldBy the worker that has it in hand; null while nobody has
     * @param failure why it turned or turns back; null while it runs and when it is done
     * @param lastError what the last attempt that failed said, of whichever step; null when none did
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Summary(
            String id,
            String name,
            String subject,
            @Nullable String projectId,
            String requestId,
            String state,
            String step,
            int failures,
            @Nullable String waitsFor,
            @Nullable Instant wakesAt,
            Instant createdAt,
            Instant deadlineAt,
            boolean overdue,
            @Nullable Instant endedAt,
            @Nullable String cancelReason,
            @Nullable Failure failure,
            @Nullable String lastError,
            @Nullable String heldBy,
            @Nullable Instant heldUntil) {}

    record Failure(String step, String code, String message) {}

    /**
     * One step in one direction.
     *
     * @param direction {@code do} or {@code undo}
     * @param state {@code pending}, {@code begun}, {@code waiting}, {@code failing} or {@code ended}
     * @param attempts runs so far, looks for something awaited included
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record StepDocument(
            String name,
            String direction,
            String state,
            int attempts,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String waitsFor,
            @Nullable String lastError) {}

    record Link(String rel, String href) {}

    record PageDocument(List<Summary> sagas, List<Link> links) {}

    record OneDocument(Summary saga, List<StepDocument> steps) {}

    static Summary summary(SagaView saga, Instant now) {
        SagaFailure failure = saga.failure();
        SagaLease lease = saga.lease();
        return new Summary(
                saga.id().toString(),
                saga.name(),
                saga.subject(),
                saga.project() == null ? null : saga.project().value(),
                saga.requestId(),
                saga.state().name().toLowerCase(Locale.ROOT),
                saga.step(),
                saga.failures(),
                saga.waitsFor(),
                saga.wakesAt(),
                saga.createdAt(),
                saga.deadline(),
                saga.endedAt() == null && saga.deadline().isBefore(now),
                saga.endedAt(),
                saga.cancelReason(),
                failure == null ? null : new Failure(failure.step(), failure.code(), failure.message()),
                lastError(saga),
                lease == null ? null : lease.owner(),
                lease == null ? null : lease.until());
    }

    private static @Nullable String lastError(SagaView saga) {
        for (StepTrace run : saga.runs().reversed()) {
            if (run.error() != null) {
                return run.error();
            }
        }
        return null;
    }

    /**
     * The steps that ran, in order of their start, and behind them those still to be done.
     *
     * @param plan names of all steps in order; empty when this release does not know the saga
     */
    static List<StepDocument> steps(SagaView saga, List<String> plan) {
        List<StepDocument> steps = new ArrayList<>();
        saga.runs().forEach(run -> steps.add(step(run, saga)));
        if (saga.state() == SagaState.RUNNING) {
            plan.stream()
                    .filter(name ->
                            saga.runs().stream().noneMatch(run -> run.step().equals(name)))
                    .forEach(name -> steps.add(new StepDocument(name, "do", "pending", 0, null, null, null, null)));
        }
        return steps;
    }

    private static StepDocument step(StepTrace run, SagaView saga) {
        boolean present = run.step().equals(saga.step()) && saga.endedAt() == null;
        String open = present && saga.failures() > 0 ? "failing" : "begun";
        String unfinished = run.waitsFor() == null ? open : "waiting";
        return new StepDocument(
                run.step(),
                run.undo() ? "undo" : "do",
                run.endedAt() == null ? unfinished : "ended",
                run.attempts(),
                run.startedAt(),
                run.endedAt(),
                run.waitsFor(),
                run.error());
    }
}
