package io.oblako.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a compacted topic from its beginning, for projections that live in memory, and stays on it. Every replica reads
 * all of it. The handler is called from one thread, in order per key, and must be repeatable: after trouble with the
 * broker the topic is read from its beginning again.
 */
public final class FactReader<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FactReader.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final KafkaSettings settings;
    private final Topic<T> topic;
    private final List<TopicPartition> partitions;
    private final Consumer<Message<T>> handler;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean reading;
    private volatile long behind = Following.UNKNOWN;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    public FactReader(KafkaSettings settings, Topic<T> topic, Consumer<Message<T>> handler) {
        this(settings, topic, IntStream.range(0, topic.partitions()).boxed().toList(), handler);
    }

    private FactReader(KafkaSettings settings, Topic<T> topic, List<Integer> partitions, Consumer<Message<T>> handler) {
        this.settings = settings;
        this.topic = topic;
        this.partitions = partitions.stream()
                .map(partition -> new TopicPartition(settings.topic(topic), partition))
                .toList();
        this.handler = handler;
        this.thread =
                Thread.ofPlatform().name("facts-" + topic.name()).daemon(true).unstarted(this::loop);
    }

    /** Reads one partition only. */
    public static <T> FactReader<T> ofPartition(
            KafkaSettings settings, Topic<T> topic, int partition, Consumer<Message<T>> handler) {
        return new FactReader<>(settings, topic, List.of(partition), handler);
    }

    public FactReader<T> start() {
        thread.start();
        return this;
    }

    /** Completes once all that was in the topic at the start has been handled. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    /** How far the reader is, for health and operators. */
    public Following state() {
        return new Following(topic.name(), caughtUp.isDone(), reading, behind);
    }

    /**
     * Whether the reader has caught up and its client works. A broker that is away for a while does not change it: the
     * client waits for it.
     */
    public boolean following() {
        return reading && caughtUp.isDone();
    }

    private void loop() {
        while (!stopped) {
            try {
                read();
            } catch (WakeupException e) {
                LOG.debugf("Reading %s ends", topic.name());
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf(e, "Reading %s failed: trying again in %s", topic.name(), AFTER_FAILURE);
            } finally {
                reading = false;
            }
            if (!stopped && !sleep()) {
                return;
            }
        }
    }

    private void read() {
        KafkaConsumer<String, byte[]> fresh = KafkaClients.reader(settings);
        try {
            consumer = fresh;
            follow(fresh);
        } finally {
            // A good-bye would wait until the broker has answered the last question, and nobody waits for our place.
            fresh.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void follow(KafkaConsumer<String, byte[]> fresh) {
        fresh.assign(partitions);
        fresh.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = fresh.endOffsets(partitions);
        reading = true;
        while (!stopped) {
            // Before the first look, too: one at an empty topic would wait for its whole time.
            if (!caughtUp.isDone()
                    && partitions.stream().allMatch(p -> fresh.position(p) >= ends.getOrDefault(p, 0L))) {
                caughtUp.complete(null);
            }
            for (ConsumerRecord<String, byte[]> record : fresh.poll(POLL)) {
                handle(record);
            }
            behind = Following.behind(fresh);
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            Message<T> message = CloudEvents.fromKafka(record, topic);
            message.request().run(() -> handler.accept(message));
        } catch (PoisonMessage e) {
            LOG.errorf(
                    e,
                    "A fact at %s/%d/%d cannot be read and is left out",
                    topic.name(),
                    record.partition(),
                    record.offset());
        } catch (RuntimeException e) {
            LOG.errorf(e, "A fact at %s/%d/%d was not taken in", topic.name(), record.partition(), record.offset());
        }
    }

    private boolean sleep() {
        try {
            Thread.sleep(AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopped = true;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
