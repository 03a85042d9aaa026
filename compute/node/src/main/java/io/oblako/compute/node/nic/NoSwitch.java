package io.oblako.compute.node.nic;

import io.oblako.compute.contracts.GuestSpec.Nic;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Nothing is ever connected. */
final class NoSwitch implements HostSwitch {

    @Override
    public boolean offloads() {
        return false;
    }

    @Override
    public void connect(UUID server, List<Nic> nics) throws IOException {
        throw none();
    }

    @Override
    public void awaitInstalled(Collection<UUID> ports, Duration most) {}

    @Override
    public void disconnect(UUID server, Collection<UUID> ports) {}

    @Override
    public void disconnectAll(UUID server) {}

    @Override
    public Set<UUID> connected(UUID server) {
        return Set.of();
    }

    @Override
    public Set<UUID> installed(UUID server) {
        return Set.of();
    }

    @Override
    public boolean knows(UUID server) {
        return false;
    }

    @Override
    public Set<UUID> servers() {
        return Set.of();
    }

    @Override
    public void heal() {}

    @Override
    public void connectMetadata(UUID network, String device) throws IOException {
        throw none();
    }

    @Override
    public void disconnectMetadata(UUID network) {}

    @Override
    public Set<UUID> metadataNetworks() {
        return Set.of();
    }

    private static IOException none() {
        return new IOException("This host has no switch: OBLAKO_NODE_SWITCH names the database of one");
    }

    @Override
    public void close() {}
}
