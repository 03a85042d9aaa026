package io.oblako.image.messaging;

import io.oblako.image.contracts.ImageOrder;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.image.domain.catalog.FollowOrders;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.Following;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.OrderConsumer;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Takes the orders of other services. */
@ApplicationScoped
class OrdersConsumer implements FollowsTopics {

    private final OrderConsumer<ImageOrder> consumer;

    OrdersConsumer(KafkaSettings settings, Transactions transactions, JdbcInbox inbox, FollowOrders orders) {
        this.consumer = new OrderConsumer<>(
                settings,
                ImageTopics.ORDERS,
                "image",
                transactions,
                inbox,
                message -> message.body().ifPresent(orders::follow));
    }

    void onStart(@Observes StartupEvent start) {
        consumer.start();
    }

    @Override
    public List<Following> following() {
        return List.of(consumer.state());
    }

    void onStop(@Observes ShutdownEvent stop) {
        consumer.close();
    }
}
