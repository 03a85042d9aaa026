package io.oblako.compute.domain.server;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.server.LostInterface.Next;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes interfaces whose ports were deleted from the servers that have them. */
public final class DetachLostInterface {

    private final Servers servers;
    private final ServerOperations operations;
    private final ServerChanges changes;
    private final DesiredGuests desired;
    private final Clock clock;

    public DetachLostInterface(
            Servers servers, ServerOperations operations, ServerChanges changes, DesiredGuests desired, Clock clock) {
        this.servers = servers;
        this.operations = operations;
        this.changes = changes;
        this.desired = desired;
        this.clock = clock;
    }

    /**
     * An interface whose port was deleted.
     *
     * @param server as it was when it was found
     * @param next never NOTHING
     */
    public record Lost(Server server, UUID port, Next next) {}

    /** The interfaces that something is to be done about, now or later. Joins the transaction of the calling thread. */
    public List<Lost> find(List<UUID> deletedPorts) {
        Set<UUID> deleted = new HashSet<>(deletedPorts);
        List<Lost> lost = new ArrayList<>();
        for (Server server : servers.withPorts(deletedPorts)) {
            for (Nic nic : server.nics()) {
                Next next = deleted.contains(nic.port()) ? LostInterface.of(server, nic.port()) : Next.NOTHING;
                if (next != Next.NOTHING) {
                    lost.add(new Lost(server, nic.port(), next));
                }
            }
        }
        return lost;
    }

    /**
     * Does what there is to do now. Joins the transaction of the calling thread.
     *
     * @return whether there was anything to do
     * @throws io.oblako.kernel.error.CloudException when the server has changed since it was found and cannot now
     */
    public boolean detach(Lost lost) {
        return switch (lost.next()) {
            case DETACH -> {
                operations.requestItself(lost.server().id(), new ServerOrder.DetachInterface(lost.port()));
                yield true;
            }
            case DROP -> drop(lost);
            case LATER, NOTHING -> false;
        };
    }

    private boolean drop(Lost lost) {
        UUID port = lost.port();
        Server after = changes.change(
                lost.server().id(),
                server -> LostInterface.of(server, port) == Next.DROP ? without(server, port) : server);
        boolean dropped = after.generation() > lost.server().generation()
                && after.nic(port).isEmpty();
        if (dropped) {
            desired.publish(after);
        }
        return dropped;
    }

    private Server without(Server server, UUID port) {
        Nic nic = server.nic(port).orElseThrow();
        return server.edit(clock.instant(), edit -> edit.machine = edit.machine.withNics(nic.outOf(server.nics())));
    }
}
