package io.oblako.kernel.saga;

import java.time.Duration;
import java.time.Instant;

/** What can happen to a saga. Contexts are JSON here. */
public sealed interface SagaEvent {

    /** Time of the database. */
    Instant at();

    /** Somebody looks whether there is something to do. */
    record Looked(Instant at) implements SagaEvent {}

    /** The action of the present step is about to run. */
    record Begun(Instant at) implements SagaEvent {}

    /** The present step is done (or undone). */
    record StepDone(Instant at, String context) implements SagaEvent {}

    record StepWaits(Instant at, String context, String whatFor, Duration lookAgainAfter) implements SagaEvent {}

    record StepFailed(Instant at, String code, String message) implements SagaEvent {}

    /**
     * The step could not be done just now.
     *
     * @param why for operators
     * @param after 0 leaves it to the back-off
     * @param unexpected such failures are bounded, others only by the deadline
     */
    record StepFaltered(Instant at, String why, Duration after, boolean unexpected) implements SagaEvent {}
}
