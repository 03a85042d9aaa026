package io.oblako.compute.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.node.TakeGuestReport;
import io.oblako.compute.domain.node.TakeHeartbeat;
import io.oblako.compute.domain.snapshot.TakeSnapshotReport;
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
import java.util.stream.IntStream;

/**
 * Takes in what the nodes report, each report once. Several readers share the partitions, because a report costs one
 * commit and those of different servers need not wait for each other; the reports of one server stay in order.
 */
@ApplicationScoped
class ReportsConsumer implements FollowsTopics {

    private static final int READERS = 2;

    private final TakeHeartbeat heartbeats;
    private final TakeGuestReport guests;
    private final TakeSnapshotReport snapshots;
    private final List<OrderConsumer<NodeReport>> consumers;

    ReportsConsumer(
            KafkaSettings settings,
            Transactions transactions,
            JdbcInbox inbox,
            TakeHeartbeat heartbeats,
            TakeGuestReport guests,
            TakeSnapshotReport snapshots) {
        this.heartbeats = heartbeats;
        this.guests = guests;
        this.snapshots = snapshots;
        this.consumers = IntStream.range(0, READERS)
                .mapToObj(reader -> new OrderConsumer<>(
                        settings,
                        ComputeTopics.REPORTS,
                        "compute",
                        reader,
                        transactions,
                        inbox,
                        message -> message.body().ifPresent(this::take)))
                .toList();
    }

    private void take(NodeReport report) {
        switch (report) {
            case NodeReport.Heartbeat heartbeat -> heartbeats.take(heartbeat);
            case NodeReport.GuestSeen guest -> guests.take(guest);
            case NodeReport.SnapshotSeen snapshot -> snapshots.take(snapshot);
        }
    }

    void onStart(@Observes StartupEvent start) {
        consumers.forEach(OrderConsumer::start);
    }

    @Override
    public List<Following> following() {
        return consumers.stream().map(OrderConsumer::state).toList();
    }

    void onStop(@Observes ShutdownEvent stop) {
        consumers.forEach(OrderConsumer::close);
    }
}
