package io.oblako.compute.sim;

import io.oblako.testing.sim.SimDatabase;
import io.oblako.testing.sim.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A topic with one receiver, as Kafka keeps its promises: per key in order, at least once, late. The receiver of a
 * service remembers what it had (its inbox); it may die after the effect and before the commit, and gets the message
 * again.
 */
final class SimTopic<T> {

    private static final Duration WAY = Duration.ofMillis(5);
    private static final Duration RESENT = Duration.ofSeconds(2);

    private record Entry<T>(long id, T message) {}

    private final Simulation simulation;
    private final SimDatabase database;
    private final Consumer<T> receiver;
    private final Map<String, Deque<Entry<T>>> queues = new HashMap<>();
    private final TreeSet<String> pumping = new TreeSet<>();
    private long sent;

    SimTopic(Simulation simulation, SimDatabase database, Consumer<T> receiver) {
        this.simulation = simulation;
        this.database = database;
        this.receiver = receiver;
    }

    /** When the transaction of the caller commits. */
    void send(String key, T message) {
        database.afterCommit(() -> {
            queues.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(new Entry<>(sent++, message));
            if (pumping.add(key)) {
                later(key, WAY);
            }
        });
    }

    private void later(String key, Duration most) {
        if (simulation.chance(simulation.faults().drop())) {
            simulation.in(RESENT, () -> deliver(key));
        } else {
            simulation.soon(most, () -> deliver(key));
        }
    }

    private void deliver(String key) {
        Deque<Entry<T>> queue = queues.get(key);
        Entry<T> head = queue.peek();
        if (head == null) {
            pumping.remove(key);
            return;
        }
        if (dies(head)) {
            simulation.in(RESENT, () -> deliver(key));
            return;
        }
        queue.remove();
        if (queue.isEmpty()) {
            pumping.remove(key);
        } else {
            later(key, WAY);
        }
    }

    /** Whether the receiver died before it committed. */
    private boolean dies(Entry<T> entry) {
        boolean dies = simulation.chance(simulation.faults().crash());
        try {
            database.run(() -> {
                receiver.accept(entry.message());
                if (dies) {
                    throw new ReceiverDied();
                }
            });
        } catch (ReceiverDied _) {
            return true;
        }
        return false;
    }

    private static final class ReceiverDied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReceiverDied() {
            super(null, null, false, false);
        }
    }
}
