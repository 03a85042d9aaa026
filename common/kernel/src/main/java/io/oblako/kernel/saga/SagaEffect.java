package io.oblako.kernel.saga;

import java.time.Instant;

/** What the worker of a saga is to do next. */
public sealed interface SagaEffect {

    /**
     * Run the action of a step.
     *
     * @param undo whether its undo is meant
     * @param external whether it runs outside of the transaction that records it
     */
    record Act(String step, boolean undo, boolean external) implements SagaEffect {
        /** The name of this action at the step gate. */
        public String gateName() {
            return undo && !step.equals(SagaRecord.WHEN_UNDONE) ? "undo-" + step : step;
        }
    }

    /** Nothing until then, unless somebody pokes. */
    record Sleep(Instant until) implements SagaEffect {}

    /** It has ended. */
    record Over() implements SagaEffect {}
}
