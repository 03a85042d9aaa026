package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.share.RbacPolicy;
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

/** RBAC policies: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class RbacPoliciesResource {

    private final Endpoint<RbacPolicy> policies;

    RbacPoliciesResource(Endpoint<RbacPolicy> policies) {
        this.policies = policies;
    }

    @GET
    @Path("rbac-policies")
    @Operation("network:rbac_policies:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return policies.list(uri);
    }

    @POST
    @Path("rbac-policies")
    @Mutation
    @Operation("network:rbac_policies:create")
    public Response create(JsonNode body) {
        return policies.create(body);
    }

    @GET
    @Path("rbac-policies/{id}")
    @Operation("network:rbac_policies:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return policies.show(id, uri);
    }

    @PUT
    @Path("rbac-policies/{id}")
    @Mutation
    @Operation("network:rbac_policies:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return policies.update(id, body, ifMatch);
    }

    @DELETE
    @Path("rbac-policies/{id}")
    @Mutation
    @Operation("network:rbac_policies:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        policies.delete(id, ifMatch);
    }
}
