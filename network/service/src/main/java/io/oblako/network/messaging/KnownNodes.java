package io.oblako.network.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.network.domain.agent.Agent;
import io.oblako.network.domain.agent.Agents;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hosts, as compute's leases tell: each heartbeat of a host is answered by a new one. Kept in memory by every
 * replica; nothing is written for what changes every second.
 */
@ApplicationScoped
class KnownNodes implements Agents {

    /** Several heartbeats; Neutron's {@code agent_down_time} is 75 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String LEASE = "/lease";

    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final FactReader<NodeDesired> reader;

    private record Seen(Instant at, boolean fenced) {}

    KnownNodes(KafkaSettings settings, Clock clock) {
        this.clock = clock;
        this.reader = new FactReader<>(settings, ComputeTopics.DESIRED, message -> {
            if (message.body().isEmpty() && message.key().endsWith(LEASE)) {
                seen.remove(message.key().substring(0, message.key().length() - LEASE.length()));
            }
            message.body().ifPresent(this::take);
        });
    }

    private void take(NodeDesired desired) {
        if (desired instanceof NodeDesired.Lease lease) {
            Instant at = lease.at();
            seen.put(lease.node(), new Seen(at == null ? clock.instant() : at, lease.fenced()));
        }
    }

    void onStart(@Observes StartupEvent start) {
        reader.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        reader.close();
    }

    @Override
    public List<Agent> all() {
        Instant trusted = clock.instant().minus(PATIENCE);
        return seen.entrySet().stream()
                .map(node -> new Agent(
                        node.getKey(),
                        node.getValue().at(),
                        !node.getValue().fenced() && node.getValue().at().isAfter(trusted)))
                .sorted(Comparator.comparing(Agent::host))
                .toList();
    }
}
