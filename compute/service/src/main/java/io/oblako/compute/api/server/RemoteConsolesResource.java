package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/**
 * Consoles to be reached through a proxy. This cloud runs none, and says so as Nova does where a type of console is not
 * enabled; what the serial console says is there to be read.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#create-console">Compute API: create console</a>
 */
@Path("/v2.1/servers/{server}/remote-consoles")
@RunOnVirtualThread
public class RemoteConsolesResource {

    /** Before, each type was an action of its own. */
    private static final int FIRST = 6;

    private final NovaRequest request;
    private final ServerLookups lookups;

    RemoteConsolesResource(NovaRequest request, ServerLookups lookups) {
        this.request = request;
        this.lookups = lookups;
    }

    @POST
    @Operation("compute:server-remote-consoles:create")
    public Response create(@PathParam("server") String id, byte[] bytes) {
        request.only(FIRST, Integer.MAX_VALUE);
        Server server = lookups.server(id);
        Body console = request.body(bytes, ServerSchemas.REMOTE_CONSOLE).at("remote_console");
        throw unavailable(console.needed("type"), server);
    }

    /** Nova's fault for a type of console that is not enabled, with what there is instead. */
    static CloudException unavailable(String type, Server server) {
        return CloudException.badRequest(
                ("Unavailable console type %s for instance %s: this cloud has no console proxy. Read the serial console"
                                + " instead, with os-getConsoleOutput (openstack console log show).")
                        .formatted(type, server.id()));
    }
}
