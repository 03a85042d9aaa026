package io.oblako.compute.work;

import io.oblako.compute.sim.SimPorts;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Publisher;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stands where the network service would be, over the real broker: it has one network, and follows orders about ports and
 * security groups.
 */
public final class FakeNetwork implements AutoCloseable, SimPorts.Rows {

    private final Map<UUID, PortFact> rows = new HashMap<>();
    private final Publisher publisher;
    private final SimPorts ports;
    private final FactReader<NetworkOrder> orders;
    private volatile boolean refusing;
    private long told;

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
        message.body().ifPresent(order -> {
            switch (order) {
                case NetworkOrder.OfPort ofPort -> ports.follow(ofPort, refusing);
                case NetworkOrder.OfGroup ofGroup -> tellOf(ofGroup);
            }
        });
    }

    private void tellOf(NetworkOrder.OfGroup order) {
        SecurityGroupFact fact = switch (order) {
            case NetworkOrder.MakeGroup make -> refusing ? null : group(make, make.name(), make.description());
            case NetworkOrder.DescribeGroup describe -> group(describe, describe.name(), describe.description());
            case NetworkOrder.DeleteGroup _ -> null;
        };
        publisher
                .send(NetworkTopics.SECURITY_GROUPS, order.group().toString(), fact)
                .join();
    }

    private SecurityGroupFact group(NetworkOrder.OfGroup order, String name, String description) {
        return new SecurityGroupFact(order.group(), order.project(), name, told++, description);
    }

    /** From now on no port and no group can be made. */
    public void refusing(boolean value) {
        refusing = value;
    }

    /** A port that a tenant makes. */
    public synchronized UUID made(String project) {
        UUID id = UUID.randomUUID();
        ports.make(id, project);
        return id;
    }

    /** A tenant deletes the port, whoever has it. */
    public synchronized void delete(UUID port) {
        ports.delete(port);
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
