package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeReport.Heartbeat;

/** Where heartbeats are written down. Joins the transaction of the calling thread. */
public interface Heartbeats {

    /**
     * Writes down that the host lives and what it has; makes a host known that was not.
     *
     * @param zone availability zone of a host that was not known
     * @return the host's epoch; the beat of an older run of the daemon, or one that came late, changes nothing
     */
    long beat(Heartbeat heartbeat, String zone);
}
