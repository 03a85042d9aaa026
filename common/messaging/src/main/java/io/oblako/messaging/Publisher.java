package io.oblako.messaging;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes without a table, for what is said again anyway: heartbeats and reports of nodes. What must not be lost goes
 * through an {@link Outbox}. Thread-safe.
 */
public final class Publisher implements AutoCloseable {

    private final KafkaSettings settings;
    private final KafkaProducer<String, byte[]> producer;

    public Publisher(KafkaSettings settings) {
        this.settings = settings;
        this.producer = KafkaClients.producer(settings);
    }

    /**
     * Blocks for at most 10 s while the buffer is full or the topic is unknown.
     *
     * @return completes when Kafka has the message, exceptionally when it did not get it within 30 s or this publisher is
     *     closed; it never throws for these
     */
    public <T> CompletableFuture<Void> send(Topic<T> topic, String key, @Nullable T payload) {
        var out = new CloudEvents.Outgoing(
                UUID.randomUUID(),
                settings.topic(topic),
                null,
                key,
                topic.name(),
                payload == null ? null : Json.bytes(payload),
                RequestContext.current(),
                Trace.current(),
                Instant.now());
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            producer.send(CloudEvents.toKafka(out, settings.source()), (_, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
