package io.oblako.messaging;

/**
 * Messages that leave when, and only when, the current transaction commits. They are published in the order in which they
 * were added, at least once. Must be called inside a transaction, and after the row of the thing it tells about was
 * written: two transactions about one thing then add in the order in which they commit.
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
