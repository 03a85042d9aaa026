package io.oblako.compute.sim;

import io.oblako.compute.domain.network.Networks;
import io.oblako.kernel.saga.Sagas;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.testing.sim.SimDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What compute has heard of networks and ports, in a simulation. */
public final class SimNetworks implements Networks {

    final SimDatabase.Table<UUID, PortFact> heard;
    private final Map<UUID, UUID> expected = new HashMap<>();
    private final Sagas sagas;

    SimNetworks(SimDatabase database, Sagas sagas) {
        this.heard = database.table("port_fact");
        this.sagas = sagas;
    }

    /** A fact or a tombstone arrives. */
    void hear(UUID port, PortFact fact) {
        if (fact == null) {
            heard.remove(port);
        } else {
            heard.put(port, fact);
        }
        UUID server = expected.remove(port);
        if (server != null) {
            sagas.poke(server.toString());
        }
    }

    @Override
    public Optional<NetworkFact> network(UUID id) {
        return Optional.of(SimPorts.network("p", true))
                .filter(network -> network.id().equals(id));
    }

    @Override
    public Optional<NetworkFact> awaitNetwork(UUID id) {
        return network(id);
    }

    @Override
    public List<NetworkFact> networks() {
        return List.of(SimPorts.network("p", true));
    }

    @Override
    public Optional<PortFact> port(UUID id) {
        return heard.find(id);
    }

    @Override
    public Optional<PortFact> awaitPort(UUID id) {
        return heard.find(id);
    }

    @Override
    public boolean awaitPort(UUID id, Predicate<PortFact> wanted) {
        return port(id).filter(wanted).isPresent();
    }

    @Override
    public List<PortFact> ports() {
        return heard.all();
    }

    @Override
    public Optional<SecurityGroupFact> securityGroup(UUID id) {
        return Optional.empty();
    }

    @Override
    public List<SecurityGroupFact> securityGroups() {
        return List.of();
    }

    @Override
    public List<SecurityGroupFact> awaitSecurityGroups(Predicate<SecurityGroupFact> wanted, Duration atMost) {
        return List.of();
    }

    @Override
    public List<FloatingIpFact> floatingIps() {
        return List.of();
    }

    @Override
    public void expect(UUID port, UUID server) {
        expected.put(port, server);
    }
}
