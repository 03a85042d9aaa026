package io.oblako.testing.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when somebody says so. */
public final class SimClock implements InstantSource {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private long nanos;

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(nanos);
    }

    /** Nanoseconds since the beginning of the simulation; stands in for {@link System#nanoTime()}. */
    public long nanoTime() {
        return nanos;
    }

    public void pass(Duration time) {
        passTo(nanos + time.toNanos());
    }

    void passTo(long then) {
        if (then < nanos) {
            throw new IllegalArgumentException("Time does not run backwards");
        }
        nanos = then;
    }
}
