package io.oblako.compute.node.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** One thread, no sleeping: time moves when the test says so, tasks run in an order that the seed chooses. */
public final class ManualRuntime implements NodeRuntime {

    private static final int MAX_TASKS = 200_000;

    private record Alarm(long atNanos, long number, Runnable task) {}

    private final Random random;
    private final List<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::atNanos).thenComparingLong(Alarm::number));
    private long now = 1;
    private long numbers;

    public ManualRuntime(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochSecond(0, now);
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public void later(Runnable task, long atNanos) {
        alarms.add(new Alarm(Math.max(atNanos, now), numbers++, task));
    }

    @Override
    public void every(Duration period, Runnable task) {
        later(
                () -> {
                    task.run();
                    later(() -> every(period, task), now + period.toNanos());
                },
                now);
    }

    /** Runs all that is ready, at this moment. */
    public void settle() {
        for (int i = 0; !ready.isEmpty(); i++) {
            if (i > MAX_TASKS) {
                throw new AssertionError("The tasks do not end");
            }
            ready.remove(random.nextInt(ready.size())).run();
        }
    }

    /** Lets time pass and runs what becomes due. */
    public void pass(Duration duration) {
        long end = now + duration.toNanos();
        settle();
        while (!alarms.isEmpty() && alarms.peek().atNanos() <= end) {
            Alarm due = alarms.poll();
            now = Math.max(now, due.atNanos());
            due.task().run();
            settle();
        }
        now = end;
    }

    /** The daemon is killed: nothing that waits is done. */
    public void forget() {
        ready.clear();
        alarms.clear();
    }
}
