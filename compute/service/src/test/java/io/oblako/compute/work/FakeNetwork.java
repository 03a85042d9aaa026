package io.oblako.compute.work;

import io.oblako.compute.sim.SimPorts;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Publisher;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stands where the network service would be, over the real broker: it has one network, and follows orders about ports. */
public final class FakeNetwork implements AutoCloseable, SimPorts.Rows {

    private final Map<UUID, PortFact> rows = new HashMap<>();
    private final Publisher publisher;
    private final SimPorts ports;
    private final FactReader<NetworkOrder> orders;
    private volatile boolean refusing;

    /** @param project whose network it is */
    public FakeNetwork(KafkaSettings settings, String project) {
        publisher = new Publisher(settings);
        ports = new SimPorts(this, (port, fact) -> publisher.send(NetworkTopics.PORTS, port.toString(), fact));
        publisher
                .send(NetworkTopics.NETWORKS, SimPorts.NETWORK.toString(), SimPorts.network(project, false))
                .join();
        orders = new FactReader<>(settings, NetworkTopics.ORDERS, this::follow).start();
    }

    private synchronized void follow(Message<NetworkOrder> message) {
        message.body().ifPresent(order -> ports.follow(order, refusing));
    }

    /** From now on no port can be made. */
    public void refusing(boolean value) {
        refusing = value;
    }

    /** A port that a tenant makes. */
    public synchronized UUID made(String project) {
        UUID id = UUID.randomUUID();
        ports.make(id, project);
        return id;
    }

    public synchronized List<PortFact> ports() {
        return List.copyOf(rows.values());
    }

    @Override
    public synchronized PortFact get(UUID id) {
        return rows.get(id);
    }

    @Override
    public void put(UUID id, PortFact port) {
        rows.put(id, port);
    }

    @Override
    public void remove(UUID id) {
        rows.remove(id);
    }

    @Override
    public void close() {
        orders.close();
        publisher
                .send(NetworkTopics.NETWORKS, SimPorts.NETWORK.toString(), null)
                .join();
        publisher.close();
    }
}
