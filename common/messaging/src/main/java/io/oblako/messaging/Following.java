package io.oblako.messaging;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a reader of a topic is.
 *
 * @param topic its name without the prefix of the cloud
 * @param caughtUp whether all that was in the topic when the reader started has been taken in, once
 * @param polling whether its client works; a broker that is away for a while does not change it
 * @param behind messages that the broker had at the last look and that are not taken in yet; {@link #UNKNOWN} before
 */
public record Following(String topic, boolean caughtUp, boolean polling, long behind) {

    public static final long UNKNOWN = -1;

    /** Of a consumer after its poll, by its own thread; what it last heard of the broker, without asking anew. */
    static long behind(KafkaConsumer<?, ?> consumer) {
        long behind = 0;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isEmpty()) {
                return UNKNOWN;
            }
            behind += lag.getAsLong();
        }
        return behind;
    }
}
