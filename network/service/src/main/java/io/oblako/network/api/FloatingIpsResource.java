package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.router.FloatingIp;
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

/** Floating IPs: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class FloatingIpsResource {

    private final Endpoint<FloatingIp> floatingIps;

    FloatingIpsResource(Endpoint<FloatingIp> floatingIps) {
        this.floatingIps = floatingIps;
    }

    @GET
    @Path("floatingips")
    @Operation("network:floatingips:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return floatingIps.list(uri);
    }

    @POST
    @Path("floatingips")
    @Mutation
    @Operation("network:floatingips:create")
    public Response create(JsonNode body) {
        return floatingIps.create(body);
    }

    @GET
    @Path("floatingips/{id}")
    @Operation("network:floatingips:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return floatingIps.show(id, uri);
    }

    @PUT
    @Path("floatingips/{id}")
    @Mutation
    @Operation("network:floatingips:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return floatingIps.update(id, body, ifMatch);
    }

    @DELETE
    @Path("floatingips/{id}")
    @Mutation
    @Operation("network:floatingips:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        floatingIps.delete(id, ifMatch);
    }
}
