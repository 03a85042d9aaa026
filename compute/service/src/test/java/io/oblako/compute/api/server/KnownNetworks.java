package io.oblako.compute.api.server;

import io.oblako.compute.domain.network.Networks;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Networks as a test says they are. */
public final class KnownNetworks implements Networks {

    private final Map<UUID, NetworkFact> networks = new HashMap<>();
    private final Map<UUID, PortFact> ports = new HashMap<>();
    private final Map<UUID, SecurityGroupFact> groups = new HashMap<>();

    public KnownNetworks with(NetworkFact network) {
        networks.put(network.id(), network);
        return this;
    }

    public KnownNetworks with(PortFact port) {
        ports.put(port.id(), port);
        return this;
    }

    public KnownNetworks with(SecurityGroupFact group) {
        groups.put(group.id(), group);
        return this;
    }

    @Override
    public Optional<NetworkFact> network(UUID id) {
        return Optional.ofNullable(networks.get(id));
    }

    @Override
    public Optional<NetworkFact> awaitNetwork(UUID id) {
        return network(id);
    }

    @Override
    public List<NetworkFact> networks() {
        return List.copyOf(networks.values());
    }

    @Override
    public Optional<PortFact> port(UUID id) {
        return Optional.ofNullable(ports.get(id));
    }

    @Override
    public Optional<PortFact> awaitPort(UUID id) {
        return port(id);
    }

    @Override
    public boolean awaitPort(UUID id, Predicate<PortFact> wanted) {
        return port(id).filter(wanted).isPresent();
    }

    @Override
    public List<PortFact> ports() {
        return List.copyOf(ports.values());
    }

    @Override
    public Optional<SecurityGroupFact> securityGroup(UUID id) {
        return Optional.ofNullable(groups.get(id));
    }

    @Override
    public List<SecurityGroupFact> securityGroups() {
        return List.copyOf(groups.values());
    }

    @Override
    public List<SecurityGroupFact> awaitSecurityGroups(Predicate<SecurityGroupFact> wanted, Duration atMost) {
        return groups.values().stream().filter(wanted).toList();
    }

    @Override
    public List<FloatingIpFact> floatingIps() {
        return List.of();
    }

    @Override
    public void expect(UUID port, UUID server) {
        // Nobody waits here.
    }
}
