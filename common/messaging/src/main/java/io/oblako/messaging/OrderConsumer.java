package io.oblako.messaging;

import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Consumes orders or reports as one of a group: each message has its effect once. The handler runs inside a transaction
 * that also marks the inbox; the offset is committed afterwards. A handler that throws is tried again, with growing
 * pauses, because an order must not be lost; only a message that cannot be read, or that failed {@value #MAX_ATTEMPTS}
 * times, goes to the dead letter topic (same name with {@code .dlq}) with an ERROR in the log, and the partition goes on.
 */
public final class OrderConsumer<T> implements AutoCloseable {

    static final int MAX_ATTEMPTS = 8;

    private static final Logger LOG = Logger.getLogger(OrderConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final KafkaSettings settings;
    private final Topic<T> topic;
    private final String group;
    private final Transactions transactions;
    private final Inbox inbox;
    private final Consumer<Message<T>> handler;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean reading;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /** @param group who consumes, for example {@code compute}; it is also the inbox's name for this consumer */
    public OrderConsumer(
            KafkaSettings settings,
            Topic<T> topic,
            String group,
            Transactions transactions,
            Inbox inbox,
            Consumer<Message<T>> handler) {
        this.settings = settings;
        this.topic = topic;
        this.group = group + '-' + topic.name();
        this.transactions = transactions;
        this.inbox = inbox;
        this.handler = handler;
        this.thread =
                Thread.ofPlatform().name("orders-" + topic.name()).daemon(true).unstarted(this::loop);
    }

    public OrderConsumer<T> start() {
        thread.start();
        return this;
    }

    /** Whether the consumer polls just now; false while the broker is away. */
    public boolean following() {
        return reading;
    }

    private void loop() {
        while (!stopped) {
            try (KafkaConsumer<String, byte[]> fresh = KafkaClients.member(settings, group)) {
                consumer = fresh;
                fresh.subscribe(List.of(settings.topic(topic)));
                while (!stopped) {
                    ConsumerRecords<String, byte[]> batch = fresh.poll(POLL);
                    reading = true;
                    if (!batch.isEmpty()) {
                        fresh.commitSync(handleAll(batch));
                    }
                }
            } catch (WakeupException e) {
                LOG.debugf("Consuming %s ends", topic.name());
            } catch (KafkaException e) {
                LOG.warnf(e, "Consuming %s failed: trying again", topic.name());
                pause(Duration.ofMillis(500));
            } finally {
                reading = false;
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> handleAll(ConsumerRecords<String, byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            if (stopped) {
                break;
            }
            handle(record);
            done.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        return done;
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        Message<T> message;
        try {
            message = CloudEvents.fromKafka(record, topic);
        } catch (PoisonMessage e) {
            bury(record, e);
            return;
        }
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; !stopped; attempt++) {
            try {
                message.request()
                        .run(() -> Trace.continued(topic.name(), message.traceparent(), () -> effect(message)));
                return;
            } catch (RuntimeException e) {
                if (attempt == MAX_ATTEMPTS) {
                    bury(record, e);
                    return;
                }
                LOG.warnf(e, "A message of %s failed (attempt %d): trying again in %s", topic.name(), attempt, pause);
                pause(pause);
                pause = pause.multipliedBy(3);
            }
        }
    }

    private void effect(Message<T> message) {
        transactions.run(() -> {
            if (inbox.mark(group, message.id())) {
                handler.accept(message);
            }
        });
    }

    /** Dead letters are rare: a producer for each keeps none open. */
    private void bury(ConsumerRecord<String, byte[]> record, RuntimeException cause) {
        LOG.errorf(
                cause,
                "A message at %s/%d/%d goes to the dead letters",
                record.topic(),
                record.partition(),
                record.offset());
        try (KafkaProducer<String, byte[]> producer = KafkaClients.producer(settings)) {
            producer.send(new ProducerRecord<>(
                    record.topic() + ".dlq", null, record.key(), record.value(), record.headers()));
            producer.flush();
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
