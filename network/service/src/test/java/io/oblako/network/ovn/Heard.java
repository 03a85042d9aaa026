package io.oblako.network.ovn;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The facts of one topic as another service takes them in: what is sent again bears the same id and says nothing new, and
 * what is older than what is known changes nothing. Beyond that it notes what came in a wrong order. Thread-safe.
 */
final class Heard<T> implements AutoCloseable {

    private final ToLongFunction<T> revision;
    private final FactReader<T> reader;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Optional<T>> known = new HashMap<>();
    private final List<String> disorder = new ArrayList<>();

    Heard(KafkaSettings kafka, Topic<T> topic, ToLongFunction<T> revision) {
        this.revision = revision;
        reader = new FactReader<>(kafka, topic, this::take).start();
    }

    private synchronized void take(Message<T> message) {
        if (!ids.add(message.id())) {
            return;
        }
        String key = message.key();
        Optional<T> before = known.get(key);
        T fact = message.payload();
        if (before != null && before.isEmpty() && fact != null) {
            disorder.add(key + " was told of after it was gone");
        } else if (before != null && fact != null && older(fact, before.orElseThrow())) {
            disorder.add(key + " was told of at revision " + revision.applyAsLong(fact) + " after a newer one");
        } else {
            known.put(key, message.body());
        }
    }

    private boolean older(T fact, T known) {
        return revision.applyAsLong(fact) < revision.applyAsLong(known);
    }

    /** What is known; empty when nothing is, or that it is gone. */
    synchronized Optional<T> of(UUID id) {
        return known.getOrDefault(id.toString(), Optional.empty());
    }

    /** Whether it was there and is known to be gone. */
    synchronized boolean gone(UUID id) {
        return known.containsKey(id.toString()) && of(id).isEmpty();
    }

    synchronized List<String> disorder() {
        return List.copyOf(disorder);
    }

    @Override
    public void close() {
        reader.close();
    }
}
