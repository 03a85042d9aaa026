package io.oblako.compute.domain.network;

import io.oblako.compute.domain.ComputeError;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.request.RequestContext;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets floating IPs lead to a server, or not any more, as Nova's proxies do. */
public final class ServerFloatingIps {

    private final Networks networks;
    private final NetworkOrders orders;

    public ServerFloatingIps(Networks networks, NetworkOrders orders) {
        this.networks = networks;
        this.orders = orders;
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @param fixed an address of the server; absent for its first one of IPv4
     * @return the port that it is to lead to
     * @throws CloudException NOT_FOUND when the project has no such floating IP, INVALID_REQUEST when the server has no
     *     such address
     */
    public UUID add(Server server, String address, @Nullable String fixed) {
        for (PortFact port : ServerPorts.of(networks, server)) {
            for (PortFact.FixedIp own : port.fixedIps()) {
                if (fixed == null
                        ? own.address().indexOf(':') < 0
                        : own.address().equals(fixed)) {
                    send(server, port.id(), find(server, address), true, own.address());
                    return port.id();
                }
            }
        }
        throw CloudException.badRequest(
                fixed == null
                        ? "Instance has no IPv4 addresses assigned."
                        : "Specified fixed address not assigned to instance");
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @return the port that it led to
     * @throws CloudException NOT_FOUND when the project has no such floating IP, SERVER_BUSY when it does not lead here
     */
    public UUID remove(Server server, String address) {
        FloatingIpFact floatingIp = find(server, address);
        UUID port = floatingIp.port();
        boolean here = port != null
                && ServerPorts.of(networks, server).stream()
                        .anyMatch(own -> own.id().equals(port));
        if (port == null || !here) {
            throw new CloudException(
                    ComputeError.SERVER_BUSY,
                    "Floating IP %s is not associated with instance %s.".formatted(address, server.id()));
        }
        send(server, port, floatingIp, false, null);
        return port;
    }

    private void send(Server server, UUID port, FloatingIpFact floatingIp, boolean to, @Nullable String fixed) {
        orders.send(new NetworkOrder.LeadFloatingIp(
                port,
                server.project().value(),
                floatingIp.id(),
                to,
                fixed,
                RequestContext.current().requestId()));
    }

    private FloatingIpFact find(Server server, String address) {
        return networks.floatingIps().stream()
                .filter(fact -> fact.address().equals(address))
                .filter(fact -> fact.project().equals(server.project().value()))
                .findFirst()
                .orElseThrow(() -> CloudException.notFound("floating IP not found"));
    }
}
