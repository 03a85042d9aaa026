package io.oblako.compute.domain.snapshot;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.saga.ComputeSagas;

/** Takes in how a node is getting on with a snapshot, and wakes the saga that waits for it. */
public final class TakeSnapshotReport {

    private final Snapshots snapshots;
    private final Desired desired;
    private final ComputeSagas sagas;

    public TakeSnapshotReport(Snapshots snapshots, Desired desired, ComputeSagas sagas) {
        this.snapshots = snapshots;
        this.desired = desired;
        this.sagas = sagas;
    }

    /** Joins the transaction of the calling thread. */
    public void take(SnapshotSeen seen) {
        if (!snapshots.see(seen)) {
            // Nobody wants it (any more): the node may stop.
            desired.forget(new NodeDesired.Snapshot(
                    seen.node(), seen.server(), seen.image(), "", seen.epoch(), seen.requestId()));
            return;
        }
        switch (seen.state()) {
            case COPYING, UPLOADING -> {
                // Progress is for whoever looks.
            }
            case DONE, FAILED -> sagas.poke(seen.server());
        }
    }
}
