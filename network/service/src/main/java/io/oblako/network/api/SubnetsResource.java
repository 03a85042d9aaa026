package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.network.Subnet;
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

/** Subnets: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SubnetsResource {

    private final Endpoint<Subnet> subnets;

    SubnetsResource(Endpoint<Subnet> subnets) {
        this.subnets = subnets;
    }

    @GET
    @Path("subnets")
    @Operation("network:subnets:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return subnets.list(uri);
    }

    @POST
    @Path("subnets")
    @Mutation
    @Operation("network:subnets:create")
    public Response create(JsonNode body) {
        return subnets.create(body);
    }

    @GET
    @Path("subnets/{id}")
    @Operation("network:subnets:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return subnets.show(id, uri);
    }

    @PUT
    @Path("subnets/{id}")
    @Mutation
    @Operation("network:subnets:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return subnets.update(id, body, ifMatch);
    }

    @DELETE
    @Path("subnets/{id}")
    @Mutation
    @Operation("network:subnets:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        subnets.delete(id, ifMatch);
    }
}
