package io.oblako.kernel.saga;

import static io.oblako.kernel.saga.SagaRecord.WHEN_DONE;
import static io.oblako.kernel.saga.SagaRecord.WHEN_UNDONE;

import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.saga.SagaEffect.Act;
import io.oblako.kernel.saga.SagaEffect.Over;
import io.oblako.kernel.saga.SagaEffect.Sleep;
import io.oblako.kernel.saga.SagaEvent.Begun;
import io.oblako.kernel.saga.SagaEvent.Looked;
import io.oblako.kernel.saga.SagaEvent.StepDone;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import io.oblako.kernel.saga.SagaEvent.StepWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All changes of state of one kind of saga: a pure function of (state, event). The engine and the simulation both act by
 * it and nothing else decides.
 */
public final class SagaMachine {

    /** Longest text kept of an error; the whole of it is in the log. */
    private static final int MAX_ERROR_CHARS = 500;

    private final Saga<?> saga;
    private final List<? extends Step<?>> steps;
    private final RetryPolicy policy;

    public SagaMachine(Saga<?> saga, RetryPolicy policy) {
        this.saga = saga;
        this.steps = saga.steps();
        this.policy = policy;
    }

    /**
     * @param saga the state after the event
     * @param effect what to do next
     */
    public record Transition(SagaRecord saga, SagaEffect effect) {}

    /** @throws IllegalStateException when the saga has ended or is at a step that this release does not know */
    public Transition apply(SagaRecord record, SagaEvent event) {
        if (record.state().isEnd()) {
            return switch (event) {
                case Looked _ -> new Transition(record, new Over());
                case Begun _, StepDone _, StepWaits _, StepFailed _, StepFaltered _ ->
                    throw new IllegalStateException("Saga %s has ended".formatted(record.id()));
            };
        }
        Instant at = event.at();
        return settle(
                switch (event) {
                    case Looked _ -> record;
                    case Begun _ -> begun(record, at);
                    case StepDone done -> done(record, done);
                    case StepWaits waits -> waits(record, waits);
                    case StepFailed failed -> failed(record, failed);
                    case StepFaltered faltered -> faltered(record, faltered);
                },
                at,
                event instanceof Begun);
    }

    /** Whether this release knows the step the saga is at. */
    public boolean knows(SagaRecord record) {
        return record.step().equals(WHEN_DONE) || record.step().equals(WHEN_UNDONE) || indexOf(record.step()) >= 0;
    }

    private Transition settle(SagaRecord record, Instant at, boolean begun) {
        if (record.state().isEnd()) {
            return new Transition(record, new Over());
        }
        SagaRecord now = begun ? record : turnedBackIfDue(record, at);
        if (now.state().isEnd()) {
            return new Transition(now, new Over());
        }
        Instant wake = now.wakeAt();
        if (wake != null && wake.isAfter(at)) {
            return new Transition(now, new Sleep(wake));
        }
        return new Transition(now, new Act(now.step(), now.undoing(), external(now.step())));
    }

    private SagaRecord turnedBackIfDue(SagaRecord record, Instant at) {
        if (record.state() != SagaState.RUNNING) {
            return record;
        }
        String reason = record.cancelReason();
        if (reason != null) {
            return turnBack(record, new SagaFailure(record.step(), SagaFailure.CANCELLED, reason), at);
        }
        if (!at.isBefore(record.deadline())) {
            String waited = record.waitsFor();
            String message = "The step %s was not done within %d s%s"
                    .formatted(
                            record.step(),
                            Duration.between(record.createdAt(), record.deadline())
                                    .toSeconds(),
                            waited == null ? "" : "; it waited for " + waited);
            return turnBack(record, new SagaFailure(record.step(), SagaFailure.DEADLINE, message), at);
        }
        return record;
    }

    private SagaRecord begun(SagaRecord record, Instant at) {
        return record.editTrace(record.step(), record.undoing(), at, trace -> trace.attempted(external(record.step())));
    }

    private SagaRecord done(SagaRecord record, StepDone done) {
        Instant at = done.at();
        SagaRecord next = record.editTrace(record.step(), record.undoing(), at, trace -> trace.ended(at))
                .edit(e -> {
                    e.context = done.context();
                    e.attempts = 0;
                    e.faults = 0;
                    e.waitsFor = null;
                    e.wakeAt = at;
                    if (e.state == SagaState.STUCK) {
                        e.state = SagaState.COMPENSATING;
                    }
                });
        if (record.undoing()) {
            return record.step().equals(WHEN_UNDONE) ? end(next, SagaState.UNDONE, at) : nextUndo(next, at);
        }
        if (record.step().equals(WHEN_DONE)) {
            return end(next, SagaState.DONE, at);
        }
        int following = indexOf(record.step()) + 1;
        if (following < steps.size()) {
            return next.edit(e -> e.step = steps.get(following).name());
        }
        return saga.whenDone() == null ? end(next, SagaState.DONE, at) : next.edit(e -> e.step = WHEN_DONE);
    }

    private SagaRecord waits(SagaRecord record, StepWaits waits) {
        return record.editTrace(
                        record.step(), record.undoing(), waits.at(), trace -> trace.waiting(cut(waits.whatFor())))
                .edit(e -> {
                    e.context = waits.context();
                    e.attempts = 0;
                    e.faults = 0;
                    e.waitsFor = cut(waits.whatFor());
                    e.wakeAt = wake(record, waits.at(), waits.lookAgainAfter());
                });
    }

    private SagaRecord failed(SagaRecord record, StepFailed failed) {
        if (record.undoing()) {
            return faltered(
                    record,
                    new StepFaltered(failed.at(), failed.code() + ": " + failed.message(), Duration.ZERO, false));
        }
        String message = cut(failed.message());
        SagaRecord told = record.editTrace(
                record.step(), false, failed.at(), trace -> trace.failed(failed.code() + ": " + message));
        return turnBack(told, new SagaFailure(record.step(), failed.code(), message), failed.at());
    }

    private SagaRecord faltered(SagaRecord record, StepFaltered faltered) {
        Instant at = faltered.at();
        int attempts = record.attempts() + 1;
        int faults = record.faults() + (faltered.unexpected() ? 1 : 0);
        SagaRecord told =
                record.editTrace(record.step(), record.undoing(), at, trace -> trace.failed(cut(faltered.why())));
        if (!record.undoing() && faltered.unexpected() && faults >= policy.unexpectedLimit()) {
            String message = "The step %s failed by an internal error".formatted(record.step());
            return turnBack(told, new SagaFailure(record.step(), CommonError.INTERNAL.name(), message), at);
        }
        Duration pause =
                faltered.after().isZero() ? policy.pause(record.id(), attempts, record.undoing()) : faltered.after();
        return told.edit(e -> {
            e.attempts = attempts;
            e.faults = faults;
            e.waitsFor = null;
            e.wakeAt = wake(record, at, pause);
            if (record.undoing() && attempts >= policy.stuckAfter()) {
                e.state = SagaState.STUCK;
            }
        });
    }

    private SagaRecord turnBack(SagaRecord record, SagaFailure failure, Instant at) {
        return nextUndo(
                record.edit(e -> {
                    e.state = SagaState.COMPENSATING;
                    e.failure = failure;
                    e.attempts = 0;
                    e.faults = 0;
                    e.waitsFor = null;
                    e.wakeAt = at;
                }),
                at);
    }

    /** The last step whose effect may exist and that is not undone yet. */
    private SagaRecord nextUndo(SagaRecord record, Instant at) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step<?> step = steps.get(i);
            boolean touched =
                    record.trace(step.name(), false).map(StepTrace::touched).orElse(false);
            boolean undone = record.trace(step.name(), true)
                    .map(trace -> trace.endedAt() != null)
                    .orElse(false);
            if (touched && !undone && step.undoes() != null) {
                return record.edit(e -> e.step = step.name());
            }
        }
        return saga.whenUndone() == null ? end(record, SagaState.UNDONE, at) : record.edit(e -> e.step = WHEN_UNDONE);
    }

    private static SagaRecord end(SagaRecord record, SagaState state, Instant at) {
        return record.edit(e -> {
            e.state = state;
            e.wakeAt = null;
            e.waitsFor = null;
            e.endedAt = at;
            e.lease = null;
        });
    }

    /** On the way forward nobody sleeps past the deadline. */
    private static Instant wake(SagaRecord record, Instant at, Duration pause) {
        Instant wake = at.plus(pause);
        return !record.undoing() && wake.isAfter(record.deadline()) ? record.deadline() : wake;
    }

    private boolean external(String step) {
        int index = indexOf(step);
        return index >= 0 && steps.get(index).external();
    }

    private int indexOf(String step) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step)) {
                return i;
            }
        }
        return -1;
    }

    private static String cut(String text) {
        // PostgreSQL keeps no NUL in a text.
        String clean = text.replace('\0', ' ');
        return clean.length() <= MAX_ERROR_CHARS ? clean : clean.substring(0, MAX_ERROR_CHARS) + "…";
    }
}
