package io.oblako.messaging;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka.
 *
 * @param bootstrap host:port list
 * @param topicPrefix put before every topic and group, so that several clouds (or test runs) share one broker; may be
 *     empty
 * @param source name of this process in CloudEvents and consumer groups, for example {@code compute}
 * @param replica which of the replicas of the service this process is: the same after a restart, and never that of another
 *     one that lives. Its consumers then keep their places in their groups over a restart (KIP-345), so that what a killed
 *     process held is taken up at once. Absent: places of its own at each start.
 * @see <a href="https://cwiki.apache.org/confluence/x/kRg0BQ">KIP-345, static membership</a>
 */
public record KafkaSettings(
        String bootstrap,
        String topicPrefix,
        String source,
        @Nullable String replica) {

    /** What Kafka allows in {@code group.instance.id}, with room for the rest of it. */
    private static final Pattern REPLICA = Pattern.compile("[A-Za-z0-9._-]{1,120}");

    public KafkaSettings {
        if (replica != null && !REPLICA.matcher(replica).matches()) {
            throw new IllegalArgumentException(
                    "The name of a replica has 1 to 120 letters, digits, dots, underscores and hyphens, not: "
                            + replica);
        }
    }

    /** A process without a lasting place in its groups. */
    public KafkaSettings(String bootstrap, String topicPrefix, String source) {
        this(bootstrap, topicPrefix, source, null);
    }

    public String topic(Topic<?> topic) {
        return topicPrefix + topic.name();
    }
}
