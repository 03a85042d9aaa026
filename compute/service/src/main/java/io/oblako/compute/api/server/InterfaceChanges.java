package io.oblako.compute.api.server;

import static io.oblako.compute.domain.ComputeError.PORT_REFUSED;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.network.ChooseNics;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerOperations;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.network.contracts.PortFact;
import io.oblako.web.mutation.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The transactions in which interfaces are ordered; a class of its own because interceptors see only calls from outside. */
@ApplicationScoped
class InterfaceChanges {

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final ChooseNics choice;
    private final Networks networks;
    private final ServerOperations operations;
    private final Links links;

    InterfaceChanges(
            NovaRequest request,
            ServerLookups lookups,
            ChooseNics choice,
            Networks networks,
            ServerOperations operations,
            Links links) {
        this.request = request;
        this.lookups = lookups;
        this.choice = choice;
        this.networks = networks;
        this.operations = operations;
        this.links = links;
    }

    /** @return an answer whose location ends in the id of the port, also when the request is repeated under its key */
    @Mutation
    Response attach(String id, byte[] bytes) {
        Server server = lookups.server(id);
        Body body = request.body(bytes, InterfaceSchemas.ATTACH).at("interfaceAttachment");
        Nic nic = choice.one(server.project(), wish(body));
        operations.request(request.caller(), server.id(), new ServerOrder.AttachInterface(nic));
        return Response.ok()
                .location(URI.create(links.versioned() + "/servers/" + server.id() + "/os-interface/" + nic.port()))
                .build();
    }

    private static NetworkWish wish(Body body) {
        UUID port = body.text("port_id").map(Ids::uuid).orElse(null);
        UUID network = body.text("net_id").map(Ids::uuid).orElse(null);
        String address = body.items("fixed_ips").stream()
                .map(item -> NetworkWishes.address(item.path("ip_address").asText()))
                .findFirst()
                .orElse(null);
        if (port != null && network != null) {
            throw CloudException.badRequest("Must not input both network_id and port_id");
        }
        if (address != null && network == null) {
            throw CloudException.badRequest("Must input network_id when request IP address");
        }
        return port == null && network == null
                ? new NetworkWish.Any(true)
                : new NetworkWish.These(List.of(new NetworkWish.Item(network, port, address, body.textOrNull("tag"))));
    }

    /** Joins the transaction of the calling thread. */
    Response detach(String id, String port) {
        Server server = lookups.server(id);
        operations.request(request.caller(), server.id(), new ServerOrder.DetachInterface(InterfacesResource.id(port)));
        return Response.accepted().build();
    }

    /**
     * Call outside of the transaction. A port that does not appear in time is no failure: the saga goes on.
     *
     * @throws CloudException PORT_REFUSED when the network service has said that it cannot be
     */
    void requireMade(UUID port) {
        PortFact made = networks.awaitPort(port).orElse(null);
        if (made != null && made.status() == PortFact.Status.ERROR) {
            throw new CloudException(PORT_REFUSED, "The interface could not be attached: %s".formatted(made.failure()));
        }
    }
}
