package io.oblako.kernel.saga;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.saga.SagaEffect.Act;
import io.oblako.kernel.saga.SagaEvent.StepDone;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import io.oblako.kernel.saga.SagaEvent.StepWaits;
import io.oblako.kernel.saga.SagaKinds.Kind;
import io.oblako.kernel.saga.StepGate.Order;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs the action of one step between the two orders of the step gate, and makes an event of what comes of it. */
final class StepRunner {

    private final StepGate gate;
    private final SagaObserver observer;

    StepRunner(StepGate gate, SagaObserver observer) {
        this.gate = gate;
        this.observer = observer;
    }

    /** A step that could not be done: its transaction is rolled back by throwing this through it. */
    static final class Aborted extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient SagaEvent event;

        Aborted(SagaEvent event, @Nullable Throwable cause) {
            super(null, cause, false, false);
            this.event = event;
        }

        SagaEvent event() {
            return event;
        }
    }

    /**
     * Runs the action.
     *
     * @param before what the gate said before the action
     * @throws Aborted when the action of a step that shares a transaction threw
     */
    SagaEvent run(Kind<?> kind, SagaRecord saga, Act act, Instant now, Order before) {
        return gated(
                saga, act, now, before, () -> observer.traced(saga, act.gateName(), () -> act(kind, saga, act, now)));
    }

    @FunctionalInterface
    private interface Deed {
        SagaEvent run();
    }

    /** Runs the action between the two orders of the gate. */
    private SagaEvent gated(SagaRecord saga, Act act, Instant now, Order before, Deed deed) {
        if (before == Order.FAIL) {
            return gateFailed(now, act);
        }
        SagaEvent event = deed.run();
        if (before == Order.REPEAT) {
            event = deed.run();
        }
        if (!gate.armed()) {
            return event;
        }
        return switch (gate.afterEffect(saga.name(), act.gateName())) {
            case GO -> event;
            case REPEAT -> deed.run();
            case FAIL -> gateFailed(now, act);
        };
    }

    private static SagaEvent gateFailed(Instant now, Act act) {
        return new StepFailed(now, "STEP_GATE", "The step %s was failed by the step gate".formatted(act.gateName()));
    }

    /** Runs one action; an exception of a step that shares a transaction goes through it, to roll it back. */
    private <C> SagaEvent act(Kind<C> kind, SagaRecord saga, Act act, Instant now) {
        try {
            C context = Json.read(saga.context(), kind.saga().contextType());
            return switch (outcome(kind.saga(), saga, act, context, now)) {
                case Outcome.Done<C>(C next) -> new StepDone(now, Json.text(next));
                case Outcome.Waiting<C>(C next, String what, Duration after) ->
                    new StepWaits(now, Json.text(next), what, after);
                case Outcome.Failed<C>(String code, String message) -> new StepFailed(now, code, message);
                case Outcome.Retry<C>(String why, Duration after) -> new StepFaltered(now, why, after, false);
            };
        } catch (StaleSagaException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            SagaEvent event = SagaFaults.event(e, now);
            if (act.external()) {
                SagaLog.threw(saga, act, event, e);
                return event;
            }
            throw new Aborted(event, e);
        }
    }

    private <C> Outcome<C> outcome(Saga<C> saga, SagaRecord record, Act act, C context, Instant now) {
        StepRun run = run(record, act, now);
        if (act.step().equals(SagaRecord.WHEN_DONE)) {
            Step.WhenDone<C> whenDone = saga.whenDone();
            if (whenDone != null) {
                whenDone.run(context, run);
            }
            return Outcome.done(context);
        }
        if (act.step().equals(SagaRecord.WHEN_UNDONE)) {
            Step.WhenUndone<C> whenUndone = saga.whenUndone();
            SagaFailure failure = record.failure();
            if (whenUndone != null && failure != null) {
                whenUndone.run(context, failure, run);
            }
            return Outcome.done(context);
        }
        Step<C> step = saga.step(act.step());
        Step.Action<C> undoes = step.undoes();
        if (!act.undo()) {
            return step.does().run(context, run);
        }
        return undoes == null ? Outcome.done(context) : undoes.run(context, run);
    }

    private static StepRun run(SagaRecord saga, Act act, Instant now) {
        int attempt =
                saga.trace(act.step(), act.undo()).map(StepTrace::attempts).orElse(1);
        return new StepRun(
                saga.id(),
                saga.subject(),
                saga.project(),
                saga.requestId(),
                attempt,
                saga.epoch(),
                saga.deadline(),
                now);
    }
}
