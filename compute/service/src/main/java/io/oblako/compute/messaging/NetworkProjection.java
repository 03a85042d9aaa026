package io.oblako.compute.messaging;

import io.oblako.compute.domain.network.DeletedPorts;
import io.oblako.compute.domain.network.Networks;
import io.oblako.kernel.saga.Sagas;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Networks, ports, security groups and floating IPs as their facts tell. Thread-safe. */
@ApplicationScoped
class NetworkProjection implements Networks, FollowsTopics {

    private static final Logger LOG = Logger.getLogger(NetworkProjection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FactMap<NetworkFact> networks;
    private final FactMap<PortFact> ports;
    private final FactMap<SecurityGroupFact> groups;
    private final FactMap<FloatingIpFact> floatingIps;
    private final Map<String, UUID> expected = new ConcurrentHashMap<>();
    private final Sagas sagas;
    private final Transactions transactions;
    private final DeletedPorts deleted;

    NetworkProjection(KafkaSettings settings, Sagas sagas, Transactions transactions, DeletedPorts deleted) {
        this.networks = new FactMap<>(settings, NetworkTopics.NETWORKS, NetworkFact::revision, PATIENCE);
        this.ports = new FactMap<>(settings, NetworkTopics.PORTS, PortFact::revision, PATIENCE, this::heard);
        this.groups = new FactMap<>(settings, NetworkTopics.SECURITY_GROUPS, SecurityGroupFact::revision, PATIENCE);
        this.floatingIps = new FactMap<>(settings, NetworkTopics.FLOATING_IPS, FloatingIpFact::revision, PATIENCE);
        this.sagas = sagas;
        this.transactions = transactions;
        this.deleted = deleted;
    }

    void onStart(@Observes StartupEvent start) {
        networks.start();
        ports.start();
        groups.start();
        floatingIps.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        networks.close();
        ports.close();
        groups.close();
        floatingIps.close();
    }

    @Override
    public List<Following> following() {
        return List.of(networks.state(), ports.state(), groups.state(), floatingIps.state());
    }

    @Override
    public Optional<NetworkFact> network(UUID id) {
        return networks.find(id.toString());
    }

    @Override
    public Optional<NetworkFact> awaitNetwork(UUID id) {
        return networks.await(id.toString(), Optional::isPresent);
    }

    @Override
    public List<NetworkFact> networks() {
        return networks.all();
    }

    @Override
    public Optional<PortFact> port(UUID id) {
        return ports.find(id.toString());
    }

    @Override
    public Optional<PortFact> awaitPort(UUID id) {
        return ports.await(id.toString(), Optional::isPresent);
    }

    @Override
    public boolean awaitPort(UUID id, Predicate<PortFact> wanted) {
        return ports.await(id.toString(), port -> port.filter(wanted).isPresent())
                .filter(wanted)
                .isPresent();
    }

    @Override
    public List<PortFact> ports() {
        return ports.all();
    }

    @Override
    public Optional<SecurityGroupFact> securityGroup(UUID id) {
        return groups.find(id.toString());
    }

    @Override
    public List<SecurityGroupFact> securityGroups() {
        return groups.all();
    }

    @Override
    public List<SecurityGroupFact> awaitSecurityGroups(Predicate<SecurityGroupFact> wanted, Duration atMost) {
        return groups.await(wanted, atMost);
    }

    @Override
    public List<FloatingIpFact> floatingIps() {
        return floatingIps.all();
    }

    @Override
    public void expect(UUID port, UUID server) {
        expected.put(port.toString(), server);
    }

    /** Whether all that the broker had of ports at the last look is taken in. */
    boolean knowsAllPorts() {
        Following state = ports.state();
        return state.caughtUp() && state.polling() && state.behind() == 0;
    }

    private void heard(Message<PortFact> message) {
        UUID port = UUID.fromString(message.key());
        if (message.payload() == null) {
            deleted.deleted(port, message.request());
        } else {
            deleted.there(port);
        }
        // On a thread of its own: the database must not hold up what is told of other ports.
        UUID server = expected.remove(message.key());
        if (server != null) {
            Thread.ofVirtual().name("port-" + port).start(() -> poke(server));
        }
    }

    private void poke(UUID server) {
        try {
            transactions.run(() -> sagas.poke(server.toString()));
        } catch (RuntimeException e) {
            LOG.warnf(e, "Work at server %s looks at its ports later", server);
        }
    }
}
