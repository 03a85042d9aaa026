package io.oblako.compute.api.server;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Volumes of servers. There is no volume service yet, so the lists are truthfully empty, and attaching is refused with the
 * reason.
 */
@Path("/v2.1/servers")
@RunOnVirtualThread
public class AttachmentsResource {

    private final ServerLookups lookups;

    AttachmentsResource(ServerLookups lookups) {
        this.lookups = lookups;
    }

    @GET
    @Path("{server}/os-volume_attachments")
    @Operation("compute:server-volumes:list")
    public Response volumes(@PathParam("server") String id) {
        return empty(id, "volumeAttachments");
    }

    @GET
    @Path("{server}/os-volume_attachments/{volume}")
    @Operation("compute:server-volumes:show")
    public Response showVolume(@PathParam("server") String id, @PathParam("volume") String volume) {
        lookups.server(id);
        throw CloudException.notFound("Instance %s is not attached to a volume with that id".formatted(id));
    }

    @POST
    @Path("{server}/os-volume_attachments")
    @Operation("compute:server-volumes:create")
    public Response attachVolume(@PathParam("server") String id) {
        lookups.server(id);
        throw CloudException.badRequest("A volume cannot be attached: this cloud has no volume service yet.");
    }

    private Response empty(String id, String name) {
        lookups.server(id);
        return JsonOut.document(out -> out.objects(name, List.of(), (item, none) -> {}))
                .ok();
    }
}
