package io.oblako.messaging;

/**
 * How to reach Kafka.
 *
 * @param bootstrap host:port list
 * @param topicPrefix put before every topic and group, so that several clouds (or test runs) share one broker; may be
 *     empty
 * @param source name of this process in CloudEvents and consumer groups, for example {@code compute}
 */
public record KafkaSettings(String bootstrap, String topicPrefix, String source) {

    public String topic(Topic<?> topic) {
        return topicPrefix + topic.name();
    }
}
