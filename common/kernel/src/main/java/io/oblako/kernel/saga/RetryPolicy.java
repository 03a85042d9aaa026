package io.oblako.kernel.saga;

import java.time.Duration;
import java.util.UUID;

/**
 * How failing steps are repeated. Pauses double from {@code first} to a maximum and are spread by up to a fifth; the
 * spread follows from the id of the saga, so that a repeated simulation repeats it.
 *
 * @param longest longest pause on the way forward
 * @param longestUndo longest pause on the way back, which is repeated for ever
 * @param unexpectedLimit unexpected failures of a step in a row after which the saga turns back
 * @param stuckAfter failures of an undo in a row after which it is shown as STUCK
 */
public record RetryPolicy(Duration first, Duration longest, Duration longestUndo, int unexpectedLimit, int stuckAfter) {

    public static final RetryPolicy STANDARD =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30), 3, 8);

    /** The pause after the given number of failures in a row. */
    Duration pause(UUID saga, int failures, boolean undo) {
        long most = (undo ? longestUndo : longest).toMillis();
        long pause = Math.min(most, first.toMillis() << Math.min(failures - 1, 20));
        long spread = Math.floorMod(saga.getLeastSignificantBits() * 31 + failures * 7919L, 1000L);
        return Duration.ofMillis(pause - pause * spread / 5000);
    }
}
