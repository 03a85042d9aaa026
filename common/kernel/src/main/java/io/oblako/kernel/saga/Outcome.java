package io.oblako.kernel.saga;

import io.oblako.kernel.error.ErrorCode;
import java.time.Duration;

/**
 * How one run of a step (its do or its undo) ended. {@code Done} and {@code Waiting} commit what the action wrote in its
 * transaction; {@code Failed} and {@code Retry} roll it back.
 */
public sealed interface Outcome<C> {

    /** The step has done its work; the saga goes on with this context. */
    record Done<C>(C context) implements Outcome<C> {}

    /**
     * The step has asked for something and it has not come yet. What it wrote is committed, and the same action runs
     * again, with this context, when the subject is poked, or after the given time at the latest.
     *
     * @param whatFor shown to operators, for example {@code report of host 4f1c}
     * @param lookAgainAfter safety net for a lost poke, 10 ms to an hour; seconds are usual
     */
    record Waiting<C>(C context, String whatFor, Duration lookAgainAfter) implements Outcome<C> {
        public Waiting {
            if (lookAgainAfter.toMillis() < 10 || lookAgainAfter.toHours() > 1) {
                throw new IllegalArgumentException("A saga looks again after 10 ms to one hour");
            }
        }
    }

    /**
     * The step cannot be done: the saga undoes what it did. From an undo it means the same as {@code Retry}, because
     * an undo has no way out but to succeed.
     *
     * @param code a word for programs, usually the name of an {@link ErrorCode}
     * @param message a sentence that the tenant may see
     */
    record Failed<C>(String code, String message) implements Outcome<C> {}

    /**
     * The step could not be done just now. It runs again until the deadline of the saga.
     *
     * @param why for operators
     * @param after 0 leaves it to the back-off
     */
    record Retry<C>(String why, Duration after) implements Outcome<C> {}

    static <C> Outcome<C> done(C context) {
        return new Done<>(context);
    }

    static <C> Outcome<C> waiting(C context, String whatFor, Duration lookAgainAfter) {
        return new Waiting<>(context, whatFor, lookAgainAfter);
    }

    static <C> Outcome<C> failed(ErrorCode code, String message) {
        return new Failed<>(code.name(), message);
    }

    static <C> Outcome<C> retry(String why) {
        return new Retry<>(why, Duration.ZERO);
    }
}
