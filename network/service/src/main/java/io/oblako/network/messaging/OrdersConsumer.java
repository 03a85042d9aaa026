package io.oblako.network.messaging;

import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.OrderConsumer;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.domain.port.FollowOrders;
import io.oblako.network.domain.security.FollowGroupOrders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Takes the orders of other services. */
@ApplicationScoped
class OrdersConsumer {

    private final OrderConsumer<NetworkOrder> consumer;
    private final FollowOrders ports;
    private final FollowGroupOrders groups;

    OrdersConsumer(
            KafkaSettings settings,
            Transactions transactions,
            JdbcInbox inbox,
            FollowOrders ports,
            FollowGroupOrders groups) {
        this.ports = ports;
        this.groups = groups;
        this.consumer = new OrderConsumer<>(
                settings,
                NetworkTopics.ORDERS,
                "network",
                transactions,
                inbox,
                message -> message.body().ifPresent(this::follow));
    }

    private void follow(NetworkOrder order) {
        switch (order) {
            case NetworkOrder.OfPort ofPort -> ports.follow(ofPort);
            case NetworkOrder.OfGroup ofGroup -> groups.follow(ofGroup);
        }
    }

    void onStart(@Observes StartupEvent start) {
        consumer.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        consumer.close();
    }
}
