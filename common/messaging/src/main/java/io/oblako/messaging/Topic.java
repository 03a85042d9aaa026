package io.oblako.messaging;

/**
 * A topic and what travels on it. The number of topics and partitions is fixed: never one per node, request or tenant.
 *
 * @param name {@code <service>.<thing>.v1}; an environment may put a prefix before it
 * @param type the (often sealed) record type of the payload, written as JSON
 * @param partitions fixed for the life of the topic: a key must stay in its partition
 * @param compacted true for facts and desired state (the last value of a key is kept for ever, a tombstone removes it),
 *     false for orders, reports and audit records (kept for a time)
 */
public record Topic<T>(String name, Class<T> type, int partitions, boolean compacted) {

    public static <T> Topic<T> facts(String name, Class<T> type, int partitions) {
        return new Topic<>(name, type, partitions, true);
    }

    public static <T> Topic<T> stream(String name, Class<T> type, int partitions) {
        return new Topic<>(name, type, partitions, false);
    }
}
