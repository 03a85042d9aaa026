package io.oblako.kernel.saga;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga. By default its action runs inside the database transaction that records its outcome, so its
 * effect on our own tables and outbox happens exactly once. An external step acts on something that knows no
 * transaction (a file, a process, another system): it runs outside of one and its outcome is recorded afterwards, so a
 * crash in between repeats it. A process that stood still for longer than its lease may even run an external step after
 * another one has gone on or turned back: where that would do harm, the outside keeps the highest {@link StepRun#epoch}
 * of the saga it has seen and refuses lower ones, or the act is a wish with a generation that a reconciler compares.
 *
 * @param name unique in the saga, lower case with dashes; it is written into rows, so it is never reused for another
 *     meaning
 * @param undoes absent when there is nothing to undo. It runs whenever the effect of the step may exist, also when an
 *     external do failed half-way or never got to run, and may run twice
 */
public record Step<C>(String name, Action<C> does, @Nullable Action<C> undoes, boolean external) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public Step {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A step is named by lower-case letters, digits and dashes: " + name);
        }
    }

    /**
     * What a step does or undoes. Thrown exceptions are outcomes too: a {@code CloudException} of kind UNAVAILABLE or
     * code STALE and a lost database are {@code Retry}, another {@code CloudException} is {@code Failed}, anything else
     * is retried a few times and then {@code Failed} with an ERROR in the log.
     */
    @FunctionalInterface
    public interface Action<C> {
        Outcome<C> run(C context, StepRun run);
    }

    /** Last act of a saga that did all its steps, in the transaction that makes it DONE. */
    @FunctionalInterface
    public interface WhenDone<C> {
        void run(C context, StepRun run);
    }

    /** Last act of a saga that undid all its steps, in the transaction that makes it UNDONE. */
    @FunctionalInterface
    public interface WhenUndone<C> {
        void run(C context, SagaFailure failure, StepRun run);
    }
}
