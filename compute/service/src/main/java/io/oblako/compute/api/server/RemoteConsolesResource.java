package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.Server;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/**
 * Consoles that one can work at.
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
    private final ConsoleTypes types;

    RemoteConsolesResource(NovaRequest request, ServerLookups lookups, ConsoleTypes types) {
        this.request = request;
        this.lookups = lookups;
        this.types = types;
    }

    @POST
    @Operation("compute:server-remote-consoles:create")
    @Mutation(secretAnswer = "remote_console.url")
    public Response create(@PathParam("server") String id, byte[] bytes) {
        request.only(FIRST, Integer.MAX_VALUE);
        Server server = lookups.server(id);
        Body console = request.body(bytes, ServerSchemas.REMOTE_CONSOLE).at("remote_console");
        String protocol = console.needed("protocol");
        String type = console.needed("type");
        String url = types.open(request.caller(), server, protocol, type);
        return JsonOut.document(out -> out.object(
                        "remote_console",
                        made -> made.text("protocol", protocol)
                                .text("type", type)
                                .text("url", url)))
                .status(200);
    }
}
