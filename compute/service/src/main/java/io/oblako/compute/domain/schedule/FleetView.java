package io.oblako.compute.domain.schedule;

import static io.oblako.compute.domain.ComputeError.NO_VALID_HOST;

import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The fleet as this process knows it: read from the database again and again, and corrected at once by its own claims, so
 * that many requests at once spread. It may be wrong for a moment; the claim in the database never is. Thread-safe.
 */
public final class FleetView {

    private static final int MOST_IMAGES = 32;

    private final Map<String, Deque<UUID>> images = new HashMap<>();
    private volatile Fleet fleet = Fleet.EMPTY;

    public Fleet current() {
        return fleet;
    }

    /** Takes all hosts as they are in the database. */
    public synchronized void replace(Collection<HostView> hosts) {
        fleet = Fleet.of(hosts.stream().map(this::withImages).toList());
        images.keySet().retainAll(hosts.stream().map(HostView::name).toList());
    }

    /** Takes one host as it is in the database. */
    public synchronized void update(HostView host) {
        fleet = fleet.with(withImages(host));
    }

    /** Notes a claim of this process. */
    public synchronized void claimed(String name, Need need, UUID image) {
        Deque<UUID> known = images.computeIfAbsent(name, _ -> new ArrayDeque<>());
        known.remove(image);
        known.addFirst(image);
        if (known.size() > MOST_IMAGES) {
            known.removeLast();
        }
        fleet.find(name).ifPresent(host -> fleet = fleet.with(withImages(host.with(need))));
    }

    /** Whether a host of the zone was ever heard of. */
    public boolean hasZone(String zone) {
        return fleet.kinds().stream().anyMatch(kind -> kind.zone().equals(zone));
    }

    /**
     * That the host of a server is of a kind that an image may run on; room does not matter.
     *
     * @throws CloudException NO_VALID_HOST when it is not
     */
    public void requireFit(Server server, BootImage image) {
        String node = server.placement().node();
        HostView host = node == null ? null : fleet.find(node).orElse(null);
        if (host == null) {
            return;
        }
        Server rebuilt = server.edit(
                server.times().updated(),
                edit -> edit.machine = edit.machine.withImage(
                        image, server.machine().key(), server.machine().sealedSecrets()));
        Ask ask = Asks.of(rebuilt, Set.of(), Instant.EPOCH).anywhere();
        if (Filter.ofKind(ask, host.kind()) != 0) {
            throw new CloudException(
                    NO_VALID_HOST,
                    "No valid host was found. The image needs another kind of host than the one the server is on: boot a new server from it.");
        }
    }

    private HostView withImages(HostView host) {
        Deque<UUID> known = images.get(host.name());
        return known == null ? host : host.withImages(Set.copyOf(List.copyOf(known)));
    }
}
