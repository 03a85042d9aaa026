package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeDesired.Lease;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import java.time.Clock;
import java.time.Duration;

/**
 * Takes in a heartbeat and answers it with a lease. A host that an administrator has forced down is given up for lost: the
 * answer fences it, so that its guests are stopped wherever the daemon still lives (docs/adr/0050-node-lease.md).
 */
public final class TakeHeartbeat {

    /** A node without a newer lease knows by then that it is alone (reliability: self-fence at 8 s). */
    static final Duration LEASE = Duration.ofSeconds(8);

    private final Heartbeats heartbeats;
    private final Desired desired;
    private final Clock clock;
    private final String zone;

    /** @param zone availability zone of hosts that were not known before */
    public TakeHeartbeat(Heartbeats heartbeats, Desired desired, Clock clock, String zone) {
        this.heartbeats = heartbeats;
        this.desired = desired;
        this.clock = clock;
        this.zone = zone;
    }

    /** Joins the transaction of the calling thread. */
    public void take(Heartbeat beat) {
        Heartbeats.Standing standing = heartbeats.beat(beat, zone);
        desired.publish(new Lease(
                beat.node(),
                standing.epoch(),
                beat.sequence(),
                beat.bootId(),
                LEASE.toMillis(),
                standing.givenUp(),
                clock.instant()));
    }
}
