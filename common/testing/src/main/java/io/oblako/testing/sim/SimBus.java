package io.oblako.testing.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A bus that keeps no promise but one: what was sent in a committed transaction arrives at least once. It delays,
 * repeats, loses and sends again, and lets messages overtake each other. Each delivery is a transaction of the receiver;
 * a receiver that throws gets the message again.
 */
public final class SimBus {

    private static final Duration USUAL = Duration.ofMillis(5);
    private static final Duration RESENT = Duration.ofSeconds(3);
    private static final int MOST_DELIVERIES = 1000;

    private final Simulation simulation;
    private final SimDatabase database;
    private final Map<String, List<Consumer<Object>>> receivers = new HashMap<>();

    public SimBus(Simulation simulation, SimDatabase database) {
        this.simulation = simulation;
        this.database = database;
    }

    /** Every receiver of a topic gets each of its messages. */
    public <T> void receive(String topic, Class<T> type, Consumer<T> receiver) {
        receivers.computeIfAbsent(topic, _ -> new ArrayList<>()).add(message -> receiver.accept(type.cast(message)));
    }

    /** Sends when the transaction of the caller commits, as an outbox does. */
    public void send(String topic, Object message) {
        database.afterCommit(() -> {
            for (Consumer<Object> receiver : receivers.getOrDefault(topic, List.of())) {
                underway(receiver, message, 1);
                if (simulation.chance(simulation.faults().duplicate())) {
                    underway(receiver, message, 1);
                }
            }
        });
    }

    private void underway(Consumer<Object> receiver, Object message, int delivery) {
        if (simulation.chance(simulation.faults().drop())) {
            simulation.in(RESENT, () -> deliver(receiver, message, delivery));
        } else {
            simulation.soon(USUAL, () -> deliver(receiver, message, delivery));
        }
    }

    private void deliver(Consumer<Object> receiver, Object message, int delivery) {
        try {
            database.run(() -> receiver.accept(message));
        } catch (SimCrash crash) {
            if (delivery >= MOST_DELIVERIES) {
                throw new AssertionError("A message was delivered %d times without effect".formatted(delivery), crash);
            }
            simulation.in(RESENT, () -> underway(receiver, message, delivery + 1));
        }
    }
}
