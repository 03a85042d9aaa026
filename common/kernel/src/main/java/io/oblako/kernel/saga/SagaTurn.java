package io.oblako.kernel.saga;

import java.time.Duration;
import java.time.Instant;

/** How a worker's turn at a saga ended. */
public sealed interface SagaTurn {

    /** There is more to do at once. */
    record Again() implements SagaTurn {}

    /** An external step was announced and is to run now, outside of any transaction. */
    record Outside(SagaRecord saga, SagaEffect.Act act, Instant now) implements SagaTurn {}

    /**
     * Nothing to do until then, unless somebody pokes.
     *
     * @param in the same from now on
     */
    record Rest(Instant until, Duration in) implements SagaTurn {}

    /** This turn ended it: there is one such turn in the life of a saga, so those that count count these. */
    record Ended(SagaState state) implements SagaTurn {}

    /** It had ended before, by this worker or another. */
    record HadEnded(SagaState state) implements SagaTurn {}

    /** Not ours: it is gone, another worker holds it, or another release wrote it. */
    record Left() implements SagaTurn {}
}
