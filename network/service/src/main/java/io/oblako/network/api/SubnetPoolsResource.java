package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.network.SubnetPool;
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

/** Subnet pools: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SubnetPoolsResource {

    private final Endpoint<SubnetPool> pools;

    SubnetPoolsResource(Endpoint<SubnetPool> pools) {
        this.pools = pools;
    }

    @GET
    @Path("subnetpools")
    @Operation("network:subnetpools:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return pools.list(uri);
    }

    @POST
    @Path("subnetpools")
    @Mutation
    @Operation("network:subnetpools:create")
    public Response create(JsonNode body) {
        return pools.create(body);
    }

    @GET
    @Path("subnetpools/{id}")
    @Operation("network:subnetpools:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return pools.show(id, uri);
    }

    @PUT
    @Path("subnetpools/{id}")
    @Mutation
    @Operation("network:subnetpools:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return pools.update(id, body, ifMatch);
    }

    @DELETE
    @Path("subnetpools/{id}")
    @Mutation
    @Operation("network:subnetpools:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        pools.delete(id, ifMatch);
    }
}
