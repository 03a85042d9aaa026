package io.oblako.compute.domain.network;

import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.request.RequestContext;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Puts all ports of a server into a security group, or takes them out of it, as Nova's proxies do. */
public final class ServerGroups {

    private final Networks networks;
    private final ChooseNics choice;
    private final NetworkOrders orders;

    public ServerGroups(Networks networks, ChooseNics choice, NetworkOrders orders) {
        this.networks = networks;
        this.choice = choice;
        this.orders = orders;
    }

    /** What was ordered. */
    public record Ordered(UUID group, List<UUID> ports) {}

    /**
     * Joins the transaction of the calling thread.
     *
     * @param group name or id
     * @throws CloudException NOT_FOUND when the project has no such group, INVALID_REQUEST when no port can be in one
     */
    public Ordered add(Server server, String group) {
        UUID id = find(server, group);
        List<PortFact> able = ports(server).stream()
                .filter(port -> port.portSecurity() && !port.fixedIps().isEmpty())
                .toList();
        if (able.isEmpty()) {
            throw CloudException.badRequest("Network requires port_security_enabled and subnet associated in order to"
                    + " apply security groups.");
        }
        List<UUID> outside = able.stream()
                .filter(port -> !port.securityGroups().contains(id))
                .map(PortFact::id)
                .toList();
        outside.forEach(port -> send(server, port, Set.of(id), Set.of()));
        return new Ordered(id, outside);
    }

    /** @throws CloudException NOT_FOUND when the project has no such group, or no port of the server is in it */
    public Ordered remove(Server server, String group) {
        UUID id = find(server, group);
        List<UUID> inside = ports(server).stream()
                .filter(port -> port.securityGroups().contains(id))
                .map(PortFact::id)
                .toList();
        if (inside.isEmpty()) {
            throw CloudException.notFound(
                    "Security group %s not associated with the instance %s".formatted(group, server.id()));
        }
        inside.forEach(port -> send(server, port, Set.of(), Set.of(id)));
        return new Ordered(id, inside);
    }

    private void send(Server server, UUID port, Set<UUID> join, Set<UUID> leave) {
        orders.send(new NetworkOrder.ChangeGroups(
                port,
                server.project().value(),
                join,
                leave,
                RequestContext.current().requestId()));
    }

    private UUID find(Server server, String group) {
        return choice.group(server.project(), group)
                .orElseThrow(() -> CloudException.notFound("Security group %s not found for project %s."
                        .formatted(group, server.project().value())));
    }

    private List<PortFact> ports(Server server) {
        return ServerPorts.of(networks, server);
    }
}
