package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeReport.Heartbeat;

/** Where heartbeats are written down. Joins the transaction of the calling thread. */
public interface Heartbeats {

    /**
     * Writes down that the host lives and what it has; makes a host known that was not.
     *
     * @param zone availability zone of a host that was not known
     * @return where the host stands; the beat of an older run of the daemon, or one that came late, changes nothing
     */
    Standing beat(Heartbeat heartbeat, String zone);

    /**
     * @param epoch counts up each time the host was given up for lost
     * @param givenUp whether it is given up for lost now
     */
    record Standing(long epoch, boolean givenUp) {}
}
