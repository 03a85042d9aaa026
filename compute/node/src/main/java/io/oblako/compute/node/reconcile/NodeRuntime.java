package io.oblako.compute.node.reconcile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Time and threads of a node; the simulation has its own. */
public interface NodeRuntime {

    /** Monotonic. */
    long nanos();

    Instant now();

    /** Runs the task soon, on a thread of its own. */
    void execute(Runnable task);

    /** Runs the short task when the monotonic moment has come. */
    void later(Runnable task, long atNanos);

    /** Runs the task again and again until the end, the first time at once. A failure is logged and ends nothing. */
    void every(Duration period, Runnable task);

    /** The trace that this thread works for, as W3C traceparent; absent when nobody traces. */
    default @Nullable String trace() {
        return null;
    }

    /** Does the work as a part of the trace: in a span of its own, with the trace's id in its log lines. */
    default void traced(String name, @Nullable String trace, Runnable work) {
        work.run();
    }

    /** Counts something that happened. */
    default void count(String counter, String tag, String value) {}
}
