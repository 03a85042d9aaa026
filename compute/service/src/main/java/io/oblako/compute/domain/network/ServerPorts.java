package io.oblako.compute.domain.network;

import io.oblako.compute.domain.server.Server;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders the ports of servers from the network service and reads its answers, which are facts. An order repeated is the
 * same order: ids and epochs are compute's own.
 */
public final class ServerPorts {

    private final Networks networks;
    private final NetworkOrders orders;

    public ServerPorts(Networks networks, NetworkOrders orders) {
        this.networks = networks;
        this.orders = orders;
    }

    /** What has become of orders. */
    public sealed interface Answer {

        /** All are bound: the interfaces with what their guest needs to know. */
        record Bound(List<Nic> nics) implements Answer {}

        /** Not all have been heard of yet. */
        record Awaited(UUID port) implements Answer {}

        /** One cannot be; the sentence is for the tenant. */
        record Refused(UUID port, String sentence) implements Answer {}
    }

    /** Makes or binds the ports of these interfaces for the server, on the host that it has claimed. */
    public void order(Server server, List<Nic> nics, String requestId) {
        Server.Placement place = server.placement();
        String host = place.node() == null ? "" : place.node();
        String device = server.id().toString();
        String owner = owner(place.zone());
        String project = server.project().value();
        for (Nic nic : nics) {
            orders.send(
                    nic.ours()
                            ? new NetworkOrder.CreatePort(
                                    nic.port(),
                                    project,
                                    nic.network(),
                                    nic.fixedIp(),
                                    nic.groups(),
                                    device,
                                    owner,
                                    host,
                                    place.epoch(),
                                    requestId)
                            : new NetworkOrder.BindPort(
                                    nic.port(), project, device, owner, host, place.epoch(), requestId));
        }
    }

    private static String owner(@Nullable String zone) {
        return "compute:" + (zone == null ? "" : zone);
    }

    /** Deletes the ports that compute made and gives the others back. */
    public void release(Server server, List<Nic> nics, String requestId) {
        String device = server.id().toString();
        long epoch = server.placement().epoch();
        for (Nic nic : nics) {
            orders.send(
                    nic.ours()
                            ? new NetworkOrder.DeletePort(nic.port(), device, requestId)
                            : new NetworkOrder.UnbindPort(nic.port(), device, epoch, requestId));
        }
    }

    /**
     * What is known of the ports now. Sagas of the server are poked when there is news of those that are awaited.
     *
     * @param patient whether a port that somebody else has may become the server's yet: facts are late at times
     */
    public Answer answer(Server server, List<Nic> nics, boolean patient) {
        List<Nic> bound = new ArrayList<>();
        for (Nic nic : nics) {
            networks.expect(nic.port(), server.id());
            PortFact fact = networks.port(nic.port()).orElse(null);
            if (fact != null && fact.status() == PortFact.Status.ERROR && fact.epoch() == epoch(server)) {
                String why = fact.failure();
                return new Answer.Refused(
                        nic.port(), why == null ? "The port could not be made." : "The port could not be made: " + why);
            }
            if (fact != null && !patient && elsewhere(fact, server)) {
                return new Answer.Refused(nic.port(), "Port %s is still in use.".formatted(nic.port()));
            }
            if (fact == null || !here(fact, server)) {
                return new Answer.Awaited(nic.port());
            }
            bound.add(nic.wired(fact));
        }
        return new Answer.Bound(bound);
    }

    private static long epoch(Server server) {
        return server.placement().epoch();
    }

    private static boolean here(PortFact fact, Server server) {
        return fact.deviceId().equals(server.id().toString())
                && fact.host().equals(server.placement().node())
                && fact.epoch() == epoch(server);
    }

    private static boolean elsewhere(PortFact fact, Server server) {
        return !fact.deviceId().isEmpty() && !fact.deviceId().equals(server.id().toString());
    }

    /** The ports that are the server's now, in the order of its interfaces. */
    public static List<PortFact> of(Networks networks, Server server) {
        String device = server.id().toString();
        return server.nics().stream()
                .flatMap(nic -> networks.port(nic.port()).stream())
                .filter(port -> port.deviceId().equals(device))
                .toList();
    }

    /** The first of the ports that the server still has; absent when all are gone or given back. */
    public @Nullable UUID held(Server server, List<Nic> nics) {
        String device = server.id().toString();
        for (Nic nic : nics) {
            networks.expect(nic.port(), server.id());
            boolean held = networks.port(nic.port())
                    .filter(fact -> fact.deviceId().equals(device))
                    .isPresent();
            if (held) {
                return nic.port();
            }
        }
        return null;
    }
}
