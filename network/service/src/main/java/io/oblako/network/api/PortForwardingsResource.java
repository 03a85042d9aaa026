package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port forwardings of a floating IP: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class PortForwardingsResource {

    private final Endpoint<FloatingIp> floatingIps;
    private final Endpoint<PortForwarding> forwardings;

    PortForwardingsResource(Endpoint<FloatingIp> floatingIps, Endpoint<PortForwarding> forwardings) {
        this.floatingIps = floatingIps;
        this.forwardings = forwardings;
    }

    private Endpoint<PortForwarding> of(String floatingip) {
        return forwardings.within("floatingip_id", floatingIps.visible(floatingip));
    }

    @GET
    @Path("floatingips/{floatingip}/port_forwardings")
    @Operation("network:port_forwardings:list")
    public Map<String, Object> list(@PathParam("floatingip") String floatingip, @Context UriInfo uri) {
        return of(floatingip).list(uri);
    }

    @POST
    @Path("floatingips/{floatingip}/port_forwardings")
    @Mutation
    @Operation("network:port_forwardings:create")
    public Response create(@PathParam("floatingip") String floatingip, JsonNode body) {
        return of(floatingip).create(body);
    }

    @GET
    @Path("floatingips/{floatingip}/port_forwardings/{id}")
    @Operation("network:port_forwardings:show")
    public Map<String, Object> show(
            @PathParam("floatingip") String floatingip, @PathParam("id") String id, @Context UriInfo uri) {
        return of(floatingip).show(id, uri);
    }

    @PUT
    @Path("floatingips/{floatingip}/port_forwardings/{id}")
    @Mutation
    @Operation("network:port_forwardings:update")
    public Map<String, Object> update(
            @PathParam("floatingip") String floatingip,
            @PathParam("id") String id,
            JsonNode body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return of(floatingip).update(id, body, ifMatch);
    }

    @DELETE
    @Path("floatingips/{floatingip}/port_forwardings/{id}")
    @Mutation
    @Operation("network:port_forwardings:delete")
    public void delete(
            @PathParam("floatingip") String floatingip,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        of(floatingip).delete(id, ifMatch);
    }
}
