package io.oblako.compute.messaging;

import io.oblako.compute.domain.network.DeletedPorts;
import io.oblako.compute.domain.network.NetworkOrders;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.kernel.saga.Sagas;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Outbox;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;

/** What compute says through the outbox, without a container. */
public record PlainMessages(ServerFacts facts, Desired desired, ImageOrders imageOrders, NetworkOrders networkOrders) {

    public static PlainMessages of(Outbox outbox) {
        OutboxMessages messages = new OutboxMessages(outbox);
        return new PlainMessages(messages, messages, messages, messages);
    }

    /** Networks as their facts tell, from now on. */
    public static Networks networks(KafkaSettings settings, Sagas sagas, Transactions transactions) {
        NetworkProjection projection =
                new NetworkProjection(settings, sagas, transactions, new DeletedPorts(Clock.systemUTC()));
        projection.onStart(new StartupEvent());
        return projection;
    }
}
