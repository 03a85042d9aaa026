package io.oblako.messaging;

/** Remembers which messages have had their effect. */
@FunctionalInterface
public interface Inbox {

    /**
     * Marks the message as received by the consumer, in the current transaction.
     *
     * @return false when it was marked before: its effect is already there
     */
    boolean mark(String consumer, String messageId);
}
