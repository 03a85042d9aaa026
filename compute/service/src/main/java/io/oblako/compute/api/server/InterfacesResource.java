package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.Ids;
import io.oblako.network.contracts.PortFact;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/**
 * The interfaces of a server.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface">Compute API: port
 *     interfaces</a>
 */
@Path("/v2.1/servers/{server}/os-interface")
@RunOnVirtualThread
public class InterfacesResource {

    private static final int TAG_SHOWN_SINCE = 70;
    /** Of ports that the guest does not have yet. */
    private static final String DOWN = PortFact.Status.DOWN.name();

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final ServerAddresses addresses;
    private final InterfaceChanges changes;

    InterfacesResource(
            NovaRequest request, ServerLookups lookups, ServerAddresses addresses, InterfaceChanges changes) {
        this.request = request;
        this.lookups = lookups;
        this.addresses = addresses;
        this.changes = changes;
    }

    @GET
    @Operation("compute:server-interfaces:list")
    public Response list(@PathParam("server") String id) {
        Server server = lookups.server(id);
        List<Nic> known = server.nics().stream()
                .filter(nic -> addresses.port(server, nic).isPresent())
                .toList();
        return JsonOut.document(
                        out -> out.objects("interfaceAttachments", known, (item, nic) -> write(item, server, nic)))
                .ok();
    }

    @GET
    @Path("{port}")
    @Operation("compute:server-interfaces:show")
    public Response show(@PathParam("server") String id, @PathParam("port") String port) {
        Server server = lookups.server(id);
        Nic nic = nic(server, port);
        return document(server, nic).ok();
    }

    /**
     * Nova answers when the interface is there; here its port is, and the guest gets it a moment later: {@code port_state}
     * tells.
     */
    @POST
    @Operation("compute:server-interfaces:create")
    public Response attach(@PathParam("server") String id, byte[] body) {
        Response ordered = changes.attach(id, body);
        UUID port = Links.id(ordered.getLocation());
        changes.requireMade(port);
        Server server = lookups.server(id);
        return document(server, nic(server, port.toString())).status(200);
    }

    @DELETE
    @Path("{port}")
    @Operation("compute:server-interfaces:delete")
    @Mutation
    public Response detach(@PathParam("server") String id, @PathParam("port") String port) {
        return changes.detach(id, port);
    }

    private Document document(Server server, Nic nic) {
        return JsonOut.document(out -> out.object("interfaceAttachment", shown -> write(shown, server, nic)));
    }

    private void write(JsonOut out, Server server, Nic nic) {
        PortFact port = addresses.port(server, nic).orElse(null);
        out.text("net_id", nic.network().toString())
                .text("port_id", nic.port().toString())
                .text("mac_addr", port == null ? "" : port.mac())
                .text(
                        "port_state",
                        port == null || nic.wire() == null
                                ? DOWN
                                : port.status().name())
                .objects(
                        "fixed_ips",
                        port == null ? List.<PortFact.FixedIp>of() : port.fixedIps(),
                        (item, fixed) -> item.text("subnet_id", fixed.subnet().toString())
                                .text("ip_address", fixed.address()));
        if (request.since(TAG_SHOWN_SINCE)) {
            out.text("tag", nic.tag());
        }
    }

    private static Nic nic(Server server, String port) {
        return server.nic(id(port))
                .orElseThrow(() -> CloudException.notFound(
                        "Instance %s does not have a port with id %s".formatted(server.id(), id(port))));
    }

    static UUID id(String text) {
        try {
            return Ids.uuid(text);
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.NOT_FOUND, "A port is named by its id", e);
        }
    }
}
