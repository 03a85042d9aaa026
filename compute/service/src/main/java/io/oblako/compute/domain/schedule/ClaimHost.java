package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a host for a server and claims its room, in the transaction of the calling thread. When another process was
 * faster, the host is read again and the choice is made anew.
 */
public final class ClaimHost {

    /** A host not heard of for so long is down (reliability, service levels: detect within 12 s). */
    public static final Duration HEARTBEAT_TTL = Duration.ofSeconds(12);

    private static final int MOST_TRIES = 8;

    private final FleetView fleet;
    private final Explainer explainer;
    private final Hosts hosts;
    private final Allocations allocations;
    private final PlacementExplanations explanations;
    private final Ratios ratios;

    public ClaimHost(
            FleetView fleet,
            Explainer explainer,
            Hosts hosts,
            Allocations allocations,
            PlacementExplanations explanations,
            Ratios ratios) {
        this.fleet = fleet;
        this.explainer = explainer;
        this.hosts = hosts;
        this.allocations = allocations;
        this.explanations = explanations;
        this.ratios = ratios;
    }

    /**
     * @param not hosts that were tried before
     * @param attempt 1 for the first host of a request
     * @return the choice, claimed for the epoch after the server's, or why there is none
     * @throws CloudException UNAVAILABLE when other processes were faster many times
     */
    public Explained claim(Server server, Set<String> not, int attempt, String requestId, Instant now) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Explained explained = explainer.place(fleet.current(), Asks.of(server, not, now.minus(HEARTBEAT_TTL)));
            HostView host = explained.chosen();
            if (host == null || take(server, host, explained.ask().need())) {
                explanations.add(explained.of(server.id(), requestId, now, attempt));
                return explained;
            }
            Optional<Host> fresh = hosts.find(host.name());
            fleet.update(fresh.map(row -> row.view(ratios)).orElseGet(host::closed));
        }
        throw new CloudException(CommonError.UNAVAILABLE, "Hosts fill faster than one can be claimed; trying again.");
    }

    private boolean take(Server server, HostView host, Need need) {
        long epoch = server.placement().epoch() + 1;
        boolean taken = allocations.take(server.id(), host.name(), epoch, need, host.capacity());
        if (taken) {
            fleet.claimed(host.name(), need, server.machine().image().id());
        }
        return taken;
    }
}
