package io.oblako.compute.messaging;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The facts of one topic in memory by key, read from its beginning at each start, and a way to wait for one that may be on
 * its way. Thread-safe.
 */
final class FactMap<T> implements AutoCloseable {

    private final FactReader<T> reader;
    private final ToLongFunction<T> generation;
    private final Duration patience;
    private final Consumer<Message<T>> heard;
    private final Map<String, T> facts = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** @param patience how long {@link #await} looks for what is not known yet (architecture §2.4) */
    FactMap(KafkaSettings settings, Topic<T> topic, ToLongFunction<T> generation, Duration patience) {
        this(settings, topic, generation, patience, _ -> {});
    }

    /** @param heard told each fact and tombstone after it was taken in; returns at once */
    FactMap(
            KafkaSettings settings,
            Topic<T> topic,
            ToLongFunction<T> generation,
            Duration patience,
            Consumer<Message<T>> heard) {
        this.reader = new FactReader<>(settings, topic, this::take);
        this.generation = generation;
        this.patience = patience;
        this.heard = heard;
    }

    void start() {
        reader.start();
    }

    Following state() {
        return reader.state();
    }

    @Override
    public void close() {
        reader.close();
    }

    /** The topic may be read again from its beginning: an older generation of a thing changes nothing. */
    private void take(Message<T> message) {
        T fact = message.payload();
        lock.lock();
        try {
            T known = facts.get(message.key());
            if (fact == null) {
                facts.remove(message.key());
            } else if (known == null || generation.applyAsLong(known) <= generation.applyAsLong(fact)) {
                facts.put(message.key(), fact);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        heard.accept(message);
    }

    /** What is known now. */
    Optional<T> find(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(facts.get(key));
        } finally {
            lock.unlock();
        }
    }

    List<T> all() {
        lock.lock();
        try {
            return List.copyOf(facts.values());
        } finally {
            lock.unlock();
        }
    }

    /** Looks again, while patience lasts, until what is known of the key is as wanted; returns what is known then. */
    Optional<T> await(String key, Predicate<Optional<T>> wanted) {
        return await(() -> Optional.ofNullable(facts.get(key)), wanted, patience);
    }

    /** Looks again until some are as wanted, or the time is over; returns those. */
    List<T> await(Predicate<T> wanted, Duration atMost) {
        return await(() -> facts.values().stream().filter(wanted).toList(), found -> !found.isEmpty(), atMost);
    }

    /** Looks again until it is enough, the time is over, or the thread is interrupted; returns what is seen then. */
    private <R> R await(Supplier<R> look, Predicate<R> enough, Duration atMost) {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (!enough.test(look.get()) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return look.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return look.get();
        } finally {
            lock.unlock();
        }
    }
}
