package io.oblako.kernel.saga;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one step in one direction.
 *
 * @param undo whether this is about undoing the step
 * @param startedAt first attempt
 * @param endedAt when it was done (or undone); absent until then
 * @param attempts runs so far, looks for something awaited included
 * @param touched whether its effect may exist, so that turning back has to undo it
 * @param error what the last attempt that failed said; absent when none did
 */
public record StepTrace(
        String step,
        boolean undo,
        Instant startedAt,
        @Nullable Instant endedAt,
        int attempts,
        boolean touched,
        @Nullable String waitsFor,
        @Nullable String error) {

    StepTrace attempted(boolean external) {
        return new StepTrace(step, undo, startedAt, endedAt, attempts + 1, touched || external, waitsFor, error);
    }

    StepTrace waiting(String whatFor) {
        return new StepTrace(step, undo, startedAt, null, attempts, true, whatFor, error);
    }

    StepTrace failed(String why) {
        return new StepTrace(step, undo, startedAt, null, attempts, touched, null, why);
    }

    StepTrace ended(Instant at) {
        return new StepTrace(step, undo, startedAt, at, attempts, true, null, error);
    }
}
