package io.oblako.compute.domain.network;

import io.oblako.kernel.request.RequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Ports whose deletion the network service has told, until it is certain that no server has them as an interface. Nothing
 * is written down: tombstones are read again at each start, and stay for a day. Thread-safe.
 */
public final class DeletedPorts {

    /** A port that is made again under the same id, as a boot on another host does, is heard of by then. */
    public static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    static final Duration MOST_PATIENCE = Duration.ofMinutes(10);
    static final int MOST = 50_000;

    private final Map<UUID, Pending> pending = new LinkedHashMap<>();
    private final Clock clock;
    private long leftOut;

    /**
     * @param request that in which the port was deleted
     * @param patience how long to wait after the next look
     */
    private record Pending(RequestContext request, Instant nextLook, Duration patience) {}

    public DeletedPorts(Clock clock) {
        this.clock = clock;
    }

    /** A tombstone was read. One more than 50 000 is left out until the next start. */
    public synchronized void deleted(UUID port, RequestContext request) {
        if (pending.size() >= MOST && !pending.containsKey(port)) {
            leftOut++;
            return;
        }
        pending.put(port, new Pending(request, clock.instant().plus(FIRST_LOOK), FIRST_LOOK));
    }

    /** The port is there: its fact was read. */
    public synchronized void there(UUID port) {
        pending.remove(port);
    }

    /** No server has the port, or none that has to let it go. */
    public synchronized void forget(Collection<UUID> ports) {
        pending.keySet().removeAll(ports);
    }

    /** The request in which the port was deleted; empty when it is there again. */
    public synchronized Optional<RequestContext> request(UUID port) {
        return Optional.ofNullable(pending.get(port)).map(Pending::request);
    }

    /** Those to look at now. Each is due again later, after twice the time, unless it is forgotten. */
    public synchronized List<UUID> due(int atMost) {
        Instant now = clock.instant();
        List<UUID> due = new ArrayList<>();
        for (Map.Entry<UUID, Pending> entry : pending.entrySet()) {
            Pending port = entry.getValue();
            if (due.size() < atMost && !port.nextLook().isAfter(now)) {
                due.add(entry.getKey());
                Duration twice = port.patience().multipliedBy(2);
                Duration patience = twice.compareTo(MOST_PATIENCE) < 0 ? twice : MOST_PATIENCE;
                entry.setValue(new Pending(port.request(), now.plus(port.patience()), patience));
            }
        }
        return due;
    }

    public synchronized int size() {
        return pending.size();
    }

    /** How many were left out since this was asked last, because there were too many at once. */
    public synchronized long leftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
