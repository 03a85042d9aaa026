package io.oblako.compute.domain.snapshot;

import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import java.util.Optional;
import java.util.UUID;

/** Snapshots under way. Joins the transaction of the calling thread. */
public interface Snapshots {

    /** Doing it again for the same image changes nothing. */
    void begin(Snapshot snapshot);

    Optional<Snapshot> find(UUID image);

    /** Writes down what the node reported; false when there is no such snapshot of that epoch. */
    boolean see(SnapshotSeen seen);

    void end(UUID image);
}
