package io.oblako.compute.wiring;

import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.node.Heartbeats;
import io.oblako.compute.domain.node.TakeGuestReport;
import io.oblako.compute.domain.node.TakeHeartbeat;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.snapshot.Snapshots;
import io.oblako.compute.domain.snapshot.TakeSnapshotReport;
import io.oblako.kernel.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what takes in the reports of nodes, and what calls them. */
@ApplicationScoped
class ReportWiring {

    @Produces
    @Singleton
    static TakeGuestReport guests(
            Servers servers,
            ServerChanges changes,
            Allocations allocations,
            DesiredGuests guests,
            Desired desired,
            ComputeSagas sagas,
            Clock clock) {
        return new TakeGuestReport(servers, changes, allocations, guests, desired, sagas, clock);
    }

    @Produces
    @Singleton
    static TakeSnapshotReport snapshots(Snapshots snapshots, Desired desired, ComputeSagas sagas) {
        return new TakeSnapshotReport(snapshots, desired, sagas);
    }

    @Produces
    @Singleton
    static TakeHeartbeat heartbeats(Heartbeats heartbeats, Desired desired, Clock clock, ComputeConfig config) {
        return new TakeHeartbeat(heartbeats, desired, clock, config.scheduler().defaultZone());
    }

    @Produces
    @Singleton
    static NodeCallSignature signature(ComputeConfig config, Clock clock) {
        return new NodeCallSignature(Secret.of(config.secretsKey()), clock);
    }
}
