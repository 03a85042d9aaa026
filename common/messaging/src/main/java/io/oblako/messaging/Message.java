package io.oblako.messaging;

import io.oblako.kernel.request.RequestContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived: CloudEvents attributes from the Kafka headers and the payload.
 *
 * @param id unique for ever; the same id is the same message, delivered again
 * @param key id of the thing it is about
 * @param payload absent for a tombstone: the thing is gone
 * @param source the service that wrote it, for example {@code oblako/compute}
 * @param request whose request led to it
 * @param traceparent W3C trace context; absent when nobody traced
 * @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 *     over Kafka, binary mode</a>
 */
public record Message<T>(
        String id,
        String key,
        @Nullable T payload,
        String source,
        Instant time,
        RequestContext request,
        @Nullable String traceparent) {

    public Optional<T> body() {
        return Optional.ofNullable(payload);
    }
}
