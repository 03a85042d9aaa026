package io.oblako.compute.domain.network;

import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.request.RequestContext;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;

/** Gives a port of a server one address more, or takes one from it, as Nova's proxies do. The guest learns of it by DHCP. */
public final class ServerFixedIps {

    private final Networks networks;
    private final NetworkOrders orders;

    public ServerFixedIps(Networks networks, NetworkOrders orders) {
        this.networks = networks;
        this.orders = orders;
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @param network id of one that the server is on
     * @return the port as it was
     * @throws CloudException INVALID_REQUEST when it is not
     */
    public PortFact add(Server server, String network) {
        PortFact port = ServerPorts.of(networks, server).stream()
                .filter(own -> own.network().toString().equals(network))
                .findFirst()
                .orElseThrow(() -> CloudException.badRequest(
                        "Instance %s has no interface on network %s: attach one, which comes with an address."
                                .formatted(server.id(), network)));
        orders.send(new NetworkOrder.AddAddress(
                port.id(),
                server.project().value(),
                port.fixedIps().size(),
                RequestContext.current().requestId()));
        return port;
    }

    /** @throws CloudException INVALID_REQUEST when the server has no such address */
    public PortFact remove(Server server, String address) {
        PortFact port = ServerPorts.of(networks, server).stream()
                .filter(own ->
                        own.fixedIps().stream().anyMatch(ip -> ip.address().equals(address)))
                .findFirst()
                .orElseThrow(() -> CloudException.badRequest(
                        "Fixed IP %s is not associated with instance %s.".formatted(address, server.id())));
        orders.send(new NetworkOrder.TakeAddress(
                port.id(),
                server.project().value(),
                address,
                RequestContext.current().requestId()));
        return port;
    }
}
