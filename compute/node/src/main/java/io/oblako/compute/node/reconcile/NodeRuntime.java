package io.oblako.compute.node.reconcile;

import java.time.Duration;
import java.time.Instant;

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

    /** Counts something that happened. */
    default void count(String counter, String tag, String value) {}
}
