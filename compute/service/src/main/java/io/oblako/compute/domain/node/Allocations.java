package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.domain.schedule.Need;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is claimed on hosts. Joins the transaction of the calling thread. The sum of a host's allocations is what its row
 * says is used, and never more than its capacity allowed when it was claimed (invariant I8).
 */
public interface Allocations {

    /**
     * Claims room for a server, if the host still has it and is open for scheduling. Doing it again for the same epoch
     * changes nothing.
     *
     * @param capacity what may be promised on the host in all
     * @return false when the host has not that much left, or is closed
     */
    boolean take(UUID server, String node, long epoch, Need need, Need capacity);

    /**
     * Changes what a server claims where it is. Giving back always works.
     *
     * @return false when the host has not that much left
     */
    boolean resize(UUID server, String node, Need need, Need capacity);

    Optional<Allocation> find(UUID server, String node);

    /** All places of a server, those it is leaving included; usually one. */
    List<Allocation> of(UUID server);

    /**
     * Writes down what the host is told.
     *
     * @return false when the server has no such place (any more), or a newer wish was written
     */
    boolean wish(UUID server, String node, long epoch, Wish wish, long generation);

    /**
     * Writes down what the host reported.
     *
     * @return the allocation with the report; empty when there is none of that epoch, or the report is older than the
     *     last one
     */
    Optional<Allocation> see(UUID server, String node, long epoch, Sighting sighting);

    /** Gives back what was claimed; doing it again changes nothing. */
    void release(UUID server, String node);
}
