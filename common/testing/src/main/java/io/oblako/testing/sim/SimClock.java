package io.oblako.testing.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes only when somebody says so, or by a fixed step at each look. */
public final class SimClock extends Clock {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Duration step;
    private long nanos;

    /** Stands still. */
    public SimClock() {
        this(Duration.ZERO);
    }

    private SimClock(Duration step) {
        this.step = step;
    }

    /** A clock on which this much time passes at each look. */
    public static SimClock ticking(Duration step) {
        return new SimClock(step);
    }

    @Override
    public Instant instant() {
        pass(step);
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

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock: nothing here is told in another zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
