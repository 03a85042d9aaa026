package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.server.Sightings;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes in what a node reports of a guest: writes it down, ends claims that the node has confirmed gone, wakes whoever
 * waits, and follows guests that went their own way. Reports of another epoch, late or doubled, harm nobody.
 */
public final class TakeGuestReport {

    private final Servers servers;
    private final ServerChanges changes;
    private final Allocations allocations;
    private final DesiredGuests guests;
    private final Desired desired;
    private final ComputeSagas sagas;
    private final Clock clock;

    public TakeGuestReport(
            Servers servers,
            ServerChanges changes,
            Allocations allocations,
            DesiredGuests guests,
            Desired desired,
            ComputeSagas sagas,
            Clock clock) {
        this.servers = servers;
        this.changes = changes;
        this.allocations = allocations;
        this.guests = guests;
        this.desired = desired;
        this.sagas = sagas;
        this.clock = clock;
    }

    /** Joins the transaction of the calling thread. */
    public void take(GuestSeen seen) {
        Optional<Allocation> allocation = allocations.see(seen.server(), seen.node(), seen.epoch(), Sighting.of(seen));
        if (allocation.isEmpty()) {
            unclaimed(seen);
        } else if (allocation.get().leaving()) {
            leaving(allocation.get());
        } else if (allocation.get().answer() != null) {
            answered(allocation.get());
        }
    }

    /** Void when the claim is of another epoch; else the node has something that nobody claims there. */
    private void unclaimed(GuestSeen seen) {
        if (allocations.find(seen.server(), seen.node()).isPresent()) {
            return;
        }
        if (seen.state() == GuestState.GONE) {
            desired.forget(seen.node(), seen.node() + '/' + seen.server());
            return;
        }
        // A server that was never ours has no wish, and the node removes what has none by itself.
        servers.find(seen.server())
                .ifPresent(server -> guests.removeStray(server, seen.node(), seen.epoch(), seen.generation() + 1));
    }

    private void leaving(Allocation allocation) {
        Sighting answer = allocation.answer();
        if (answer != null && answer.state() == GuestState.GONE) {
            allocations.release(allocation.server(), allocation.node());
            desired.forget(allocation.node(), allocation.node() + '/' + allocation.server());
            sagas.poke(allocation.server());
        }
    }

    private void answered(Allocation allocation) {
        UUID id = allocation.server();
        Server before = servers.find(id).orElse(null);
        if (before == null || !here(before, allocation)) {
            return;
        }
        if (!before.idle()) {
            sagas.poke(id);
        }
        Server after = changes.change(id, server -> {
            Sighting sighting = allocation.answer();
            return here(server, allocation) && sighting != null
                    ? Sightings.seen(server, sighting, clock.instant())
                    : server;
        });
        if (after.generation() > before.generation() && after.vm() != before.vm()) {
            guests.publish(after);
        }
    }

    private static boolean here(Server server, Allocation allocation) {
        return allocation.node().equals(server.placement().node())
                && allocation.epoch() == server.placement().epoch();
    }
}
