package io.oblako.compute.messaging;

import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.messaging.Outbox;

/** What compute says through the outbox, without a container. */
public record PlainMessages(ServerFacts facts, Desired desired, ImageOrders imageOrders) {

    public static PlainMessages of(Outbox outbox) {
        OutboxMessages messages = new OutboxMessages(outbox);
        return new PlainMessages(messages, messages, messages);
    }
}
