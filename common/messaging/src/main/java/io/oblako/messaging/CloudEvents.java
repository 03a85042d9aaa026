package io.oblako.messaging;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 over Kafka in binary mode: attributes are headers, the payload is the value. Three headers are ours:
 * request id, project and user of the request that led to the message.
 */
final class CloudEvents {

    private static final String REQUEST = "oblako_request";
    private static final String PROJECT = "oblako_project";
    private static final String USER = "oblako_user";

    private CloudEvents() {}

    /** A message on its way out, already written as bytes. */
    record Outgoing(
            UUID id,
            String topic,
            @Nullable Integer partition,
            String key,
            String type,
            byte @Nullable [] payload,
            RequestContext request,
            @Nullable String traceparent,
            Instant time) {}

    static ProducerRecord<String, byte[]> toKafka(Outgoing out, String source) {
        var record = new ProducerRecord<String, byte[]>(out.topic(), out.partition(), out.key(), out.payload());
        Headers headers = record.headers();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", out.id().toString());
        put(headers, "ce_type", out.type());
        put(headers, "ce_source", "oblako/" + source);
        put(headers, "ce_subject", out.key());
        put(headers, "ce_time", out.time().toString());
        put(headers, "content-type", "application/json");
        put(headers, REQUEST, out.request().requestId());
        putIfPresent(headers, PROJECT, out.request().project());
        putIfPresent(headers, USER, out.request().user());
        putIfPresent(headers, "traceparent", out.traceparent());
        return record;
    }

    /** @throws PoisonMessage when the record is not a message of this topic */
    static <T> Message<T> fromKafka(ConsumerRecord<String, byte[]> record, Topic<T> topic) {
        Headers headers = record.headers();
        String id = get(headers, "ce_id");
        String key = record.key();
        if (id == null || key == null) {
            throw new PoisonMessage("a message has a ce_id header and a key", null);
        }
        try {
            T payload = record.value() == null ? null : Json.read(record.value(), topic.type());
            if (record.value() != null && payload == null) {
                throw new PoisonMessage("null as a payload is no tombstone: that has no value at all", null);
            }
            String time = get(headers, "ce_time");
            String requestId = get(headers, REQUEST);
            String source = get(headers, "ce_source");
            RequestContext request = new RequestContext(
                    requestId == null ? RequestContext.fresh().requestId() : requestId,
                    get(headers, PROJECT),
                    get(headers, USER));
            return new Message<>(
                    UUID.fromString(id).toString(),
                    key,
                    payload,
                    source == null ? "unknown" : source,
                    time == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(time),
                    request,
                    get(headers, "traceparent"));
        } catch (RuntimeException e) {
            if (e instanceof DateTimeParseException || e instanceof IllegalArgumentException || isUnreadable(e)) {
                throw new PoisonMessage("not a message of " + topic.name(), e);
            }
            throw e;
        }
    }

    private static boolean isUnreadable(RuntimeException e) {
        return e instanceof UncheckedIOException;
    }

    static @Nullable String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void putIfPresent(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            put(headers, name, value);
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
