package io.oblako.messaging;

/**
 * Messages that leave when, and only when, the current transaction commits. They are published in commit order per key,
 * at least once. Must be called inside a transaction.
 */
public interface Outbox {

    /** Publishes a message under a key; the key chooses the partition. */
    <T> void add(Topic<T> topic, String key, T payload);

    /** Publishes into one partition, for topics that a reader reads one partition of. */
    <T> void add(Topic<T> topic, int partition, String key, T payload);

    /** Publishes that the thing is gone. */
    <T> void tombstone(Topic<T> topic, String key);

    <T> void tombstone(Topic<T> topic, int partition, String key);
}
