package io.oblako.kernel.saga;

/**
 * What the engine of this process is doing now, and what it has done since it was made.
 *
 * @param working sagas being worked on
 * @param queued sagas waiting for a worker
 * @param resting sagas with a timer in this process
 * @param turns transactions of workers
 */
public record SagaStats(int working, int queued, int resting, long started, long turns, long done, long undone) {}
