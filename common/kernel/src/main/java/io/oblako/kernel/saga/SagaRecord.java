package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one saga: one row.
 *
 * @param head what never changes
 * @param step where it is: the step to be done next, or undone next, or {@link #WHEN_DONE} or {@link #WHEN_UNDONE}
 * @param context JSON of the saga's context
 * @param journal what was done and undone, in order of their start
 * @param attempts failures of the present step in a row; 0 after a success
 * @param faults those of them that were unexpected
 * @param waitsFor present while the step waits for a poke
 * @param wakeAt when it is to be looked at; absent when it has ended
 * @param cancelReason present once somebody asked it to turn back; written by that somebody alone
 * @param pokes counts pokes; written by pokers alone
 * @param lease absent while nobody works on it
 * @param epoch counts the workers that took it up
 * @param version counts the writes of workers; each compares it
 */
public record SagaRecord(
        Head head,
        SagaState state,
        String step,
        String context,
        List<StepTrace> journal,
        int attempts,
        int faults,
        @Nullable String waitsFor,
        @Nullable Instant wakeAt,
        @Nullable Instant endedAt,
        @Nullable SagaFailure failure,
        @Nullable String cancelReason,
        long pokes,
        @Nullable SagaLease lease,
        long epoch,
        long version) {

    /** Position of a saga whose steps are all done. */
    public static final String WHEN_DONE = "when-done";
    /** Position of a saga whose steps are all undone. */
    public static final String WHEN_UNDONE = "when-undone";

    /**
     * What never changes.
     *
     * @param user who asked for it; absent for work of the system itself
     * @param traceparent W3C trace context of the request that started it; absent when nobody traced
     */
    public record Head(
            UUID id,
            String name,
            String subject,
            @Nullable ProjectId project,
            String requestId,
            @Nullable String user,
            @Nullable String traceparent,
            Instant createdAt,
            Instant deadline) {}

    public SagaRecord {
        journal = List.copyOf(journal);
    }

    /** A saga before its first step. */
    public static SagaRecord starting(Head head, String firstStep, String context, @Nullable SagaLease lease) {
        return new SagaRecord(
                head,
                SagaState.RUNNING,
                firstStep,
                context,
                List.of(),
                0,
                0,
                null,
                head.createdAt(),
                null,
                null,
                null,
                0,
                lease,
                lease == null ? 0 : 1,
                0);
    }

    public UUID id() {
        return head.id();
    }

    public String name() {
        return head.name();
    }

    public String subject() {
        return head.subject();
    }

    public @Nullable ProjectId project() {
        return head.project();
    }

    public String requestId() {
        return head.requestId();
    }

    public Instant createdAt() {
        return head.createdAt();
    }

    public Instant deadline() {
        return head.deadline();
    }

    /** Whether it is on its way back. */
    public boolean undoing() {
        return state == SagaState.COMPENSATING || state == SagaState.STUCK;
    }

    /** What happened to the step in the given direction. */
    public Optional<StepTrace> trace(String stepName, boolean undo) {
        for (int i = journal.size() - 1; i >= 0; i--) {
            StepTrace trace = journal.get(i);
            if (trace.undo() == undo && trace.step().equals(stepName)) {
                return Optional.of(trace);
            }
        }
        return Optional.empty();
    }

    /** Whether nobody else works on it at that time. */
    public boolean freeFor(String owner, Instant now) {
        return lease == null || lease.owner().equals(owner) || !lease.until().isAfter(now);
    }

    /** This saga, taken up or kept by the owner; counts the epoch when it was somebody else's or nobody's. */
    public SagaRecord heldBy(String owner, Instant until) {
        boolean mine = lease != null && lease.owner().equals(owner);
        return edit(e -> {
            e.lease = new SagaLease(owner, until);
            e.epoch = mine ? epoch : epoch + 1;
        });
    }

    public SagaRecord released() {
        return edit(e -> e.lease = null);
    }

    /** What pokers and cancellers make of it; the version is the workers'. */
    public SagaRecord signalled(@Nullable Instant wake, long pokesThen, @Nullable String cancelReasonThen) {
        return edit(e -> {
            e.wakeAt = wake;
            e.pokes = pokesThen;
            e.cancelReason = cancelReasonThen;
        });
    }

    /** What renewing or giving up the lease makes of it. */
    public SagaRecord leased(@Nullable SagaLease newLease) {
        return edit(e -> e.lease = newLease);
    }

    SagaRecord withPokes(long seen) {
        return edit(e -> e.pokes = seen);
    }

    /** What the store makes of it when it is written. */
    public SagaRecord written(@Nullable Instant wake, long pokesThen, @Nullable String cancelReasonThen) {
        return edit(e -> {
            e.wakeAt = wake;
            e.pokes = pokesThen;
            e.cancelReason = cancelReasonThen;
            e.version = version + 1;
        });
    }

    SagaRecord edit(Change change) {
        Edit edit = new Edit(this);
        change.make(edit);
        return edit.record();
    }

    SagaRecord editTrace(String stepName, boolean undo, Instant at, UnaryOperator<StepTrace> change) {
        List<StepTrace> traces = new ArrayList<>(journal);
        for (int i = traces.size() - 1; i >= 0; i--) {
            StepTrace trace = traces.get(i);
            if (trace.undo() == undo && trace.step().equals(stepName)) {
                traces.set(i, change.apply(trace));
                return edit(e -> e.journal = traces);
            }
        }
        traces.add(change.apply(new StepTrace(stepName, undo, at, null, 0, false, null, null)));
        return edit(e -> e.journal = traces);
    }

    @FunctionalInterface
    interface Change {
        void make(Edit edit);
    }

    /** The fields that change, for the length of one change. */
    static final class Edit {

        private final SagaRecord from;
        SagaState state;
        String step;
        String context;
        List<StepTrace> journal;
        int attempts;
        int faults;

        @Nullable
        String waitsFor;

        @Nullable
        Instant wakeAt;

        @Nullable
        Instant endedAt;

        @Nullable
        SagaFailure failure;

        @Nullable
        String cancelReason;

        long pokes;

        @Nullable
        SagaLease lease;

        long epoch;
        long version;

        private Edit(SagaRecord from) {
            this.from = from;
            this.state = from.state;
            this.step = from.step;
            this.context = from.context;
            this.journal = from.journal;
            this.attempts = from.attempts;
            this.faults = from.faults;
            this.waitsFor = from.waitsFor;
            this.wakeAt = from.wakeAt;
            this.endedAt = from.endedAt;
            this.failure = from.failure;
            this.cancelReason = from.cancelReason;
            this.pokes = from.pokes;
            this.lease = from.lease;
            this.epoch = from.epoch;
            this.version = from.version;
        }

        private SagaRecord record() {
            return new SagaRecord(
                    from.head,
                    state,
                    step,
                    context,
                    journal,
                    attempts,
                    faults,
                    waitsFor,
                    wakeAt,
                    endedAt,
                    failure,
                    cancelReason,
                    pokes,
                    lease,
                    epoch,
                    version);
        }
    }
}
