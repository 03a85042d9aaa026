package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.network.AddressScope;
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

/** Address scopes: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class AddressScopesResource {

    private final Endpoint<AddressScope> scopes;

    AddressScopesResource(Endpoint<AddressScope> scopes) {
        this.scopes = scopes;
    }

    @GET
    @Path("address-scopes")
    @Operation("network:address_scopes:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return scopes.list(uri);
    }

    @POST
    @Path("address-scopes")
    @Mutation
    @Operation("network:address_scopes:create")
    public Response create(JsonNode body) {
        return scopes.create(body);
    }

    @GET
    @Path("address-scopes/{id}")
    @Operation("network:address_scopes:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return scopes.show(id, uri);
    }

    @PUT
    @Path("address-scopes/{id}")
    @Mutation
    @Operation("network:address_scopes:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return scopes.update(id, body, ifMatch);
    }

    @DELETE
    @Path("address-scopes/{id}")
    @Mutation
    @Operation("network:address_scopes:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        scopes.delete(id, ifMatch);
    }
}
