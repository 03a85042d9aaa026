package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.network.Network;
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

/** Networks: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class NetworksResource {

    private final Endpoint<Network> networks;

    NetworksResource(Endpoint<Network> networks) {
        this.networks = networks;
    }

    @GET
    @Path("networks")
    @Operation("network:networks:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return networks.list(uri);
    }

    @POST
    @Path("networks")
    @Mutation
    @Operation("network:networks:create")
    public Response create(JsonNode body) {
        return networks.create(body);
    }

    @GET
    @Path("networks/{id}")
    @Operation("network:networks:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return networks.show(id, uri);
    }

    @PUT
    @Path("networks/{id}")
    @Mutation
    @Operation("network:networks:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return networks.update(id, body, ifMatch);
    }

    @DELETE
    @Path("networks/{id}")
    @Mutation
    @Operation("network:networks:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        networks.delete(id, ifMatch);
    }
}
