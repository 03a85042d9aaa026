package io.oblako.kernel.saga;

import java.time.Duration;

/**
 * Limits of the engine.
 *
 * @param parallel most sagas worked on at once
 * @param backlog most sagas held in memory, worked on or queued; more stay in the database until there is room
 * @param lease how long a saga of a process that died stays with it
 * @param scan how often the database is asked for sagas that nobody holds; with the lease it bounds how long a saga of
 *     a dead process rests: at most lease + scan + 0.5 s
 * @param batching whether steps that follow each other at once share one transaction
 * @param keep how long ended sagas can be looked at
 * @param keepMost most ended sagas kept
 */
public record SagaSettings(
        int parallel,
        int backlog,
        Duration lease,
        Duration scan,
        boolean batching,
        RetryPolicy retry,
        Duration keep,
        int keepMost) {

    public static final SagaSettings STANDARD = new SagaSettings(
            64,
            4096,
            Duration.ofSeconds(8),
            Duration.ofSeconds(1),
            true,
            RetryPolicy.STANDARD,
            Duration.ofDays(7),
            200_000);

    public SagaSettings {
        if (parallel < 1 || backlog < parallel) {
            throw new IllegalArgumentException("At least one saga at a time, and a backlog no smaller than that");
        }
        if (lease.toMillis() < 300 || scan.toMillis() < 10) {
            throw new IllegalArgumentException("A lease lasts at least 300 ms, a scan pauses at least 10 ms");
        }
    }

    public SagaSettings withParallel(int most) {
        return new SagaSettings(most, Math.max(backlog, most), lease, scan, batching, retry, keep, keepMost);
    }

    public SagaSettings withLease(Duration time) {
        return new SagaSettings(parallel, backlog, time, scan, batching, retry, keep, keepMost);
    }

    public SagaSettings withScan(Duration pause) {
        return new SagaSettings(parallel, backlog, lease, pause, batching, retry, keep, keepMost);
    }

    public SagaSettings withBatching(boolean together) {
        return new SagaSettings(parallel, backlog, lease, scan, together, retry, keep, keepMost);
    }

    public SagaSettings withRetry(RetryPolicy policy) {
        return new SagaSettings(parallel, backlog, lease, scan, batching, policy, keep, keepMost);
    }
}
