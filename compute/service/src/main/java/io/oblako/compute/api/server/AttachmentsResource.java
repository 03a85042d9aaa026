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
 * What other services attach to servers. There is neither a network nor a volume service yet, so the lists are
 * truthfully
 * empty, and attaching is refused with the reason.
 */
@Path("/v2.1/servers")
@RunOnVirtualThread
public class AttachmentsResource {

    private final ServerLookups lookups;

    AttachmentsResource(ServerLookups lookups) {
        this.lookups = lookups;
    }

    @GET
    @Path("{server}/ips")
    @Operation("compute:server-ips:list")
    public Response addresses(@PathParam("server") String id) {
        lookups.server(id);
        return JsonOut.document(out -> out.object("addresses", none -> {})).ok();
    }

    @GET
    @Path("{server}/ips/{network}")
    @Operation("compute:server-ips:show")
    public Response addressesOf(@PathParam("server") String id, @PathParam("network") String network) {
        lookups.server(id);
        throw CloudException.notFound("Instance is not a member of specified network");
    }

    @GET
    @Path("{server}/os-interface")
    @Operation("compute:server-interfaces:list")
    public Response interfaces(@PathParam("server") String id) {
        return empty(id, "interfaceAttachments");
    }

    @GET
    @Path("{server}/os-interface/{port}")
    @Operation("compute:server-interfaces:show")
    public Response showInterface(@PathParam("server") String id, @PathParam("port") String port) {
        lookups.server(id);
        throw CloudException.notFound("Instance %s does not have a port with that id".formatted(id));
    }

    @POST
    @Path("{server}/os-interface")
    @Operation("compute:server-interfaces:create")
    public Response attachInterface(@PathParam("server") String id) {
        lookups.server(id);
        throw CloudException.badRequest("An interface cannot be attached: this cloud has no network service yet.");
    }

    @GET
    @Path("{server}/os-security-groups")
    @Operation("compute:server-security-groups:list")
    public Response securityGroups(@PathParam("server") String id) {
        return empty(id, "security_groups");
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
