package io.oblako.testing.sim;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;

/**
 * One thread, one seed, no sleeping: a queue of things that happen at simulated times. Everything, the order of what
 * happens at the same time included, follows from the seed, so a failure is repeated by its number.
 */
public final class Simulation {

    private static final long SLOWER = 100;

    private record Event(long at, int order, long number, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            if (at != other.at) {
                return Long.compare(at, other.at);
            }
            return order == other.order ? Long.compare(number, other.number) : Integer.compare(order, other.order);
        }
    }

    private final long seed;
    private final Random random;
    private final SimClock clock = new SimClock();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private SimFaults faults;
    private long planned;
    private long happened;

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.faults = SimFaults.swarm(random);
    }

    public long seed() {
        return seed;
    }

    public Random random() {
        return random;
    }

    public SimClock clock() {
        return clock;
    }

    public SimFaults faults() {
        return faults;
    }

    public void faults(SimFaults changed) {
        faults = changed;
    }

    /** How many things have happened so far. */
    public long happened() {
        return happened;
    }

    public UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** True with the given probability. */
    public boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** Whether something outside refuses just now. */
    public boolean refuses() {
        return chance(faults.refuse());
    }

    public void in(Duration delay, Runnable task) {
        events.add(new Event(clock.nanoTime() + delay.toNanos(), random.nextInt(), planned++, task));
    }

    /** Soon: after up to the given time, and sometimes after a hundred times as much. */
    public void soon(Duration most, Runnable task) {
        long nanos = (long) (most.toNanos() * random.nextDouble());
        in(Duration.ofNanos(chance(faults.slow()) ? nanos * SLOWER : nanos), task);
    }

    /** Lets things happen until the given time from now is over. What is due later stays. */
    public void runFor(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            clock.passTo(Math.max(event.at(), clock.nanoTime()));
            happened++;
            event.task().run();
        }
        clock.passTo(Math.max(end, clock.nanoTime()));
    }
}
