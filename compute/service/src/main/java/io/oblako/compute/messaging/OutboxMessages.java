package io.oblako.compute.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.ServerFact;
import io.oblako.compute.domain.network.NetworkOrders;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.Outbox;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import jakarta.enterprise.context.ApplicationScoped;

/** All that compute says to others, through the outbox: it leaves when the transaction commits, and only then. */
@ApplicationScoped
class OutboxMessages implements ServerFacts, Desired, ImageOrders, NetworkOrders {

    private final Outbox outbox;

    OutboxMessages(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A deleted server is said to be DELETED, and then gone. */
    @Override
    public void publish(Server server) {
        String key = server.id().toString();
        outbox.add(ComputeTopics.SERVERS, key, fact(server));
        if (server.deleted()) {
            outbox.tombstone(ComputeTopics.SERVERS, key);
        }
    }

    private static ServerFact fact(Server server) {
        return new ServerFact(
                server.id(),
                server.project().value(),
                server.user().value(),
                server.name(),
                server.status(),
                server.state().task() == null ? null : server.state().task().word(),
                server.placement().node(),
                server.flavor().name(),
                server.flavor().vcpus(),
                server.flavor().ramMib(),
                server.machine().image().id(),
                server.generation(),
                server.times().updated());
    }

    @Override
    public void publish(NodeDesired thing) {
        outbox.add(ComputeTopics.DESIRED, ComputeTopics.desiredPartition(thing.node()), thing.key(), thing);
    }

    @Override
    public void forget(NodeDesired thing) {
        forget(thing.node(), thing.key());
    }

    @Override
    public void forget(String node, String key) {
        outbox.tombstone(ComputeTopics.DESIRED, ComputeTopics.desiredPartition(node), key);
    }

    @Override
    public void send(ImageOrder order) {
        outbox.add(ImageTopics.ORDERS, order.image().toString(), order);
    }

    @Override
    public void send(NetworkOrder order) {
        outbox.add(NetworkTopics.ORDERS, order.about().toString(), order);
    }
}
