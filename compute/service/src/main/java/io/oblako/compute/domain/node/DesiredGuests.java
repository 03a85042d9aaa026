package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.Wishes;
import io.oblako.kernel.request.RequestContext;

/** Tells the host of a server what it ought to do with it, and remembers what it was told. */
public final class DesiredGuests {

    /**
     * Extra spec of flavors whose servers must never run unseen: {@code required} binds them to the lease of their host.
     * Root disks are local to a host, so no other server has to stop when its host hears nothing.
     */
    static final String LEASE = "oblako:lease";

    private static final String REQUIRED = "required";

    private final Allocations allocations;
    private final Desired desired;
    private final GuestSpecs specs;

    public DesiredGuests(Allocations allocations, Desired desired, GuestSpecs specs) {
        this.allocations = allocations;
        this.desired = desired;
        this.specs = specs;
    }

    /**
     * What follows from the server as it is. Does nothing for a server that has no claim on a host.
     *
     * @param server just changed, so that its generation is higher than that of the wish before
     */
    public void publish(Server server) {
        String node = server.placement().node();
        if (node != null) {
            publish(server, node, server.placement().epoch(), Wishes.of(server));
        }
    }

    /** Nothing of the server may be left on the host. */
    public void remove(Server server, Allocation allocation) {
        publish(server, allocation.node(), allocation.epoch(), Wish.ABSENT);
    }

    private void publish(Server server, String node, long epoch, Wish wish) {
        if (allocations.wish(server.id(), node, epoch, wish, server.generation())) {
            desired.publish(guest(server, node, epoch, server.generation(), wish));
        }
    }

    /** A guest that the host runs and nobody claimed there. */
    public void removeStray(Server server, String node, long epoch, long generation) {
        desired.publish(guest(server, node, epoch, generation, Wish.ABSENT));
    }

    private NodeDesired.Guest guest(Server server, String node, long epoch, long generation, Wish wish) {
        return new NodeDesired.Guest(
                node,
                server.id(),
                server.project().value(),
                generation,
                epoch,
                wish,
                specs.of(server),
                server.counters().disk(),
                server.counters().softReboots(),
                server.counters().hardReboots(),
                RequestContext.current().requestId(),
                leased(server));
    }

    private static boolean leased(Server server) {
        return REQUIRED.equals(server.flavor().extraSpecs().get(LEASE));
    }
}
