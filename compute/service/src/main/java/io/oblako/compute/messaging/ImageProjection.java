package io.oblako.compute.messaging;

import io.oblako.compute.domain.image.Images;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Images as their facts tell, in memory; read from the beginning at each start. Thread-safe. */
@ApplicationScoped
class ImageProjection implements Images {

    /** How long a reference that is not known yet is looked for (architecture §2.4). */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FactReader<ImageFact> reader;
    private final Map<UUID, ImageFact> images = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    ImageProjection(KafkaSettings settings) {
        this.reader = new FactReader<>(settings, ImageTopics.IMAGES, this::take);
    }

    void onStart(@Observes StartupEvent start) {
        reader.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        reader.close();
    }

    /** Whether all facts that there were at the start have been read. */
    boolean caughtUp() {
        return reader.caughtUp().isDone();
    }

    /** The topic may be read again from its beginning: an older generation of an image changes nothing. */
    private void take(Message<ImageFact> message) {
        UUID id = UUID.fromString(message.key());
        ImageFact fact = message.payload();
        lock.lock();
        try {
            ImageFact known = images.get(id);
            if (fact == null) {
                images.remove(id);
            } else if (known == null || known.generation() <= fact.generation()) {
                images.put(id, fact);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ImageFact> find(UUID id) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(id));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<ImageFact> all() {
        lock.lock();
        try {
            return List.copyOf(images.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ImageFact> await(UUID id) {
        long nanos = PATIENCE.toNanos();
        lock.lock();
        try {
            while (!images.containsKey(id) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return Optional.ofNullable(images.get(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
