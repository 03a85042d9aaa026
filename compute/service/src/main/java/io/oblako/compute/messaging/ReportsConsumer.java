package io.oblako.compute.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.node.TakeGuestReport;
import io.oblako.compute.domain.node.TakeHeartbeat;
import io.oblako.compute.domain.snapshot.TakeSnapshotReport;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.OrderConsumer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Takes in what the nodes report, each report once. */
@ApplicationScoped
class ReportsConsumer {

    private final TakeHeartbeat heartbeats;
    private final TakeGuestReport guests;
    private final TakeSnapshotReport snapshots;
    private final OrderConsumer<NodeReport> consumer;

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
        this.consumer = new OrderConsumer<>(
                settings,
                ComputeTopics.REPORTS,
                "compute",
                transactions,
                inbox,
                message -> message.body().ifPresent(this::take));
    }

    private void take(NodeReport report) {
        switch (report) {
            case NodeReport.Heartbeat heartbeat -> heartbeats.take(heartbeat);
            case NodeReport.GuestSeen guest -> guests.take(guest);
            case NodeReport.SnapshotSeen snapshot -> snapshots.take(snapshot);
        }
    }

    void onStart(@Observes StartupEvent start) {
        consumer.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        consumer.close();
    }
}
