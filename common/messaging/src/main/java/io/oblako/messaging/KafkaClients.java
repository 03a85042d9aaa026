package io.oblako.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** How our Kafka clients are set up, in one place: durable, in order, quick to notice that the broker is back. */
public final class KafkaClients {

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_RECORDS_PER_POLL = 500;

    private KafkaClients() {}

    static KafkaProducer<String, byte[]> producer(KafkaSettings settings) {
        Properties p = common(settings);
        p.put("acks", "all");
        p.put("enable.idempotence", "true");
        p.put("linger.ms", "0");
        p.put("delivery.timeout.ms", "30000");
        p.put("request.timeout.ms", "10000");
        p.put("max.block.ms", "10000");
        p.put("compression.type", "none");
        return new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer without a group, which reads what it is told to. Its partitions stay the same, so that it may ask the broker
     * seldom: what is written is handed over at once all the same. A member of a group would wait so long for partitions
     * that it is given while it asks for others.
     */
    static KafkaConsumer<String, byte[]> reader(KafkaSettings settings) {
        Properties p = consumer(settings);
        p.put("auto.offset.reset", "earliest");
        p.put("fetch.max.wait.ms", "5000");
        return new KafkaConsumer<>(p, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** @param place the member's {@code group.instance.id}, which it keeps when it is started anew; absent for none */
    static KafkaConsumer<String, byte[]> member(KafkaSettings settings, String group, @Nullable String place) {
        Properties p = consumer(settings);
        p.put("group.id", settings.topicPrefix() + group);
        p.put("auto.offset.reset", "earliest");
        if (place != null) {
            p.put("group.instance.id", place);
        }
        // The least that a broker grants by default. So long do the messages of a killed process wait for another one,
        // or for itself when it had no place of its own.
        p.put("session.timeout.ms", "6000");
        p.put("heartbeat.interval.ms", "1500");
        p.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        return new KafkaConsumer<>(p, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties consumer(KafkaSettings settings) {
        Properties p = common(settings);
        p.put("enable.auto.commit", "false");
        p.put("fetch.min.bytes", "1");
        p.put("fetch.max.wait.ms", "500");
        p.put("max.poll.records", Integer.toString(MAX_RECORDS_PER_POLL));
        p.put("allow.auto.create.topics", "false");
        p.put("isolation.level", "read_uncommitted");
        return p;
    }

    private static Properties common(KafkaSettings settings) {
        Properties p = new Properties();
        p.put("bootstrap.servers", settings.bootstrap());
        p.put("client.id", settings.source());
        p.put("reconnect.backoff.ms", "50");
        p.put("reconnect.backoff.max.ms", "1000");
        p.put("retry.backoff.ms", "50");
        p.put("metadata.max.age.ms", "30000");
        p.put("enable.metrics.push", "false");
        return p;
    }

    /**
     * Makes the topics that are not there yet. Repeatable; several processes may do it at once.
     *
     * @throws IllegalStateException when the broker does not answer in 20 s
     */
    public static void makeTopics(KafkaSettings settings, List<Topic<?>> topics) {
        Properties p = common(settings);
        p.put("default.api.timeout.ms", Long.toString(ADMIN_TIMEOUT.toMillis()));
        p.put("request.timeout.ms", "10000");
        try (Admin admin = Admin.create(p)) {
            Set<String> there = admin.listTopics().names().get(ADMIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            List<NewTopic> missing = new ArrayList<>();
            for (Topic<?> topic : topics) {
                if (!there.contains(settings.topic(topic))) {
                    missing.add(newTopic(settings, topic));
                }
            }
            for (var made : admin.createTopics(missing).values().entrySet()) {
                awaitMade(made.getValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were made", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer", e);
        }
    }

    private static void awaitMade(KafkaFuture<Void> made)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            made.get(ADMIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static NewTopic newTopic(KafkaSettings settings, Topic<?> topic) {
        Map<String, String> config = new HashMap<>();
        if (topic.compacted()) {
            config.put("cleanup.policy", "compact");
            config.put("min.cleanable.dirty.ratio", "0.2");
            config.put("delete.retention.ms", Long.toString(Duration.ofDays(1).toMillis()));
        } else {
            config.put("cleanup.policy", "delete");
            config.put("retention.ms", Long.toString(Duration.ofDays(7).toMillis()));
        }
        return new NewTopic(settings.topic(topic), topic.partitions(), (short) -1).configs(config);
    }
}
