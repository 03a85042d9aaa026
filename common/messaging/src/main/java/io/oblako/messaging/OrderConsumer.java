package io.oblako.messaging;

import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Consumes orders or reports as one of a group: each message has its effect once. The handler runs inside a transaction
 * that also marks the inbox; the offset is committed afterwards, so a crash between the two delivers the message again and
 * the inbox says that it is done.
 *
 * <p>A message that cannot be read, or whose handler failed {@value #MAX_ATTEMPTS} times for a reason of its own, goes to
 * the dead letter topic (same name with {@code .dlq}) with an ERROR in the log, and the partition goes on. While the
 * database or another service is away nothing is given up: the message waits, for as long as it takes.
 *
 * <p>Under a {@linkplain KafkaSettings#replica lasting name} the process finds its place in the group again after a restart,
 * and its messages with it (docs/adr/0007). Two that live under one name are told apart: the older goes on without a place.
 */
public final class OrderConsumer<T> implements AutoCloseable {

    static final int MAX_ATTEMPTS = 8;

    private static final Logger LOG = Logger.getLogger(OrderConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration BURIAL = Duration.ofSeconds(30);
    /** Then it polls again, or the group would take the member for dead (max.poll.interval.ms, 5 min). */
    private static final Duration LONGEST_BATCH = Duration.ofMinutes(1);

    private final KafkaSettings settings;
    private final Topic<T> topic;
    private final String group;
    private final Transactions transactions;
    private final Inbox inbox;
    private final Consumer<Message<T>> handler;
    private final Thread thread;
    /** Read and written by the thread alone. */
    private @Nullable String place;

    private volatile boolean stopped;
    private volatile boolean reading;
    private volatile long behind = Following.UNKNOWN;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /** As the only reader of this process in the group. */
    public OrderConsumer(
            KafkaSettings settings,
            Topic<T> topic,
            String group,
            Transactions transactions,
            Inbox inbox,
            Consumer<Message<T>> handler) {
        this(settings, topic, group, 0, transactions, inbox, handler);
    }

    /**
     * @param group who consumes, for example {@code compute}; it is also the inbox's name for this consumer
     * @param reader which of this process's readers in the group, from 0: it tells their lasting places apart
     */
    public OrderConsumer(
            KafkaSettings settings,
            Topic<T> topic,
            String group,
            int reader,
            Transactions transactions,
            Inbox inbox,
            Consumer<Message<T>> handler) {
        this.settings = settings;
        this.topic = topic;
        this.group = group + '-' + topic.name();
        this.transactions = transactions;
        this.inbox = inbox;
        this.handler = handler;
        this.place = settings.replica() == null ? null : settings.source() + '-' + settings.replica() + '-' + reader;
        this.thread =
                Thread.ofPlatform().name("orders-" + topic.name()).daemon(true).unstarted(this::loop);
    }

    public OrderConsumer<T> start() {
        thread.start();
        return this;
    }

    /** Whether the client polls; a broker that is away for a while does not change it: the client waits for it. */
    public boolean following() {
        return reading;
    }

    /** How far the consumer is, for health and operators; it never has a beginning to catch up with. */
    public Following state() {
        return new Following(topic.name(), true, reading, behind);
    }

    /** Where unreadable or refused messages of a topic go, as they came, headers and all. */
    static Topic<byte[]> deadLetters(Topic<?> topic) {
        return Topic.stream(topic.name() + ".dlq", byte[].class, 1);
    }

    private void loop() {
        while (!stopped) {
            try (KafkaConsumer<String, byte[]> fresh = KafkaClients.member(settings, group, place)) {
                consumer = fresh;
                fresh.subscribe(List.of(settings.topic(topic)));
                while (!stopped) {
                    ConsumerRecords<String, byte[]> batch = fresh.poll(POLL);
                    reading = true;
                    behind = Following.behind(fresh);
                    if (!batch.isEmpty() && !handleAll(fresh, batch)) {
                        pause(AFTER_FAILURE);
                    }
                }
            } catch (WakeupException e) {
                LOG.debugf("Consuming %s ends", topic.name());
            } catch (FencedInstanceIdException e) {
                giveUpPlace(e);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf(e, "Consuming %s failed: trying again", topic.name());
                pause(AFTER_FAILURE);
            } finally {
                reading = false;
            }
        }
    }

    /**
     * The newer of two members with one place keeps it. The older one goes on without: were it to ask for the place again, the
     * two would take it from each other for ever; were it to stop, a mistake in the configuration would halve the cloud. What
     * it had in hand is delivered again, and the inbox knows what had its effect.
     */
    private void giveUpPlace(FencedInstanceIdException taken) {
        if (!stopped) {
            LOG.errorf(
                    taken,
                    "Another process consumes %s as %s: give each replica an OBLAKO_REPLICA of its own. This one goes on"
                            + " without a lasting place in the group %s until it is restarted",
                    topic.name(),
                    place,
                    group);
        }
        place = null;
    }

    /**
     * Handles in order and commits as far as it came.
     *
     * @return false when a message must wait: it and those behind it will be polled again
     */
    private boolean handleAll(KafkaConsumer<String, byte[]> from, ConsumerRecords<String, byte[]> batch) {
        Map<TopicPartition, Long> next = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            next.put(partition, batch.records(partition).getFirst().offset());
        }
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        boolean all = true;
        long deadline = System.nanoTime() + LONGEST_BATCH.toNanos();
        for (ConsumerRecord<String, byte[]> record : batch) {
            if (stopped || System.nanoTime() > deadline || !handle(record)) {
                all = false;
                break;
            }
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            next.put(partition, record.offset() + 1);
            done.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
        if (!all) {
            next.forEach(from::seek);
        }
        if (!done.isEmpty()) {
            commit(from, done);
        }
        return all;
    }

    /**
     * While the group shares its partitions out anew nothing can be committed. The next poll takes part in that; what stays with
     * this member is committed with what follows, what goes to another is delivered there again and the inbox knows it.
     */
    private void commit(KafkaConsumer<String, byte[]> from, Map<TopicPartition, OffsetAndMetadata> done) {
        try {
            from.commitSync(done);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.infof("Messages of %s are committed later: %s", topic.name(), e.getMessage());
        }
    }

    /** @return whether the message is dealt with: it had its effect, now or before, or lies with the dead letters */
    private boolean handle(ConsumerRecord<String, byte[]> record) {
        Message<T> message;
        try {
            message = CloudEvents.fromKafka(record, topic);
        } catch (PoisonMessage e) {
            bury(record, e);
            return true;
        }
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; !stopped; attempt++) {
            try {
                message.request()
                        .run(() -> Trace.continued(topic.name(), message.traceparent(), () -> effect(message)));
                return true;
            } catch (RuntimeException e) {
                if (Passing.is(e)) {
                    LOG.warnf(e, "A message of %s waits: trying again in %s", topic.name(), AFTER_FAILURE);
                    return false;
                }
                if (attempt == MAX_ATTEMPTS) {
                    bury(record, e);
                    return true;
                }
                LOG.warnf(e, "A message of %s failed (attempt %d): trying again in %s", topic.name(), attempt, pause);
                pause(pause);
                pause = pause.multipliedBy(2);
            }
        }
        return false;
    }

    private void effect(Message<T> message) {
        transactions.run(() -> {
            if (inbox.mark(group, message.id())) {
                handler.accept(message);
            }
        });
    }

    /**
     * Dead letters are rare: the topic is made for the first, and a producer for each keeps none open.
     *
     * @throws KafkaException when Kafka did not take it: the message then stays where it is
     */
    private void bury(ConsumerRecord<String, byte[]> record, RuntimeException cause) {
        LOG.errorf(
                cause,
                "A message at %s/%d/%d goes to the dead letters",
                record.topic(),
                record.partition(),
                record.offset());
        Topic<byte[]> grave = deadLetters(topic);
        KafkaClients.makeTopics(settings, List.of(grave));
        try (KafkaProducer<String, byte[]> producer = KafkaClients.producer(settings)) {
            producer.send(new ProducerRecord<>(
                            settings.topic(grave), null, record.key(), record.value(), record.headers()))
                    .get(BURIAL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted at a dead letter", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("a dead letter was not taken", e);
        }
    }

    /** Whoever interrupts the thread wants it to end. */
    private void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            stopped = true;
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
