package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.qos.QosPolicy;
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

/** QoS policies: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class QosPoliciesResource {

    private final Endpoint<QosPolicy> policies;

    QosPoliciesResource(Endpoint<QosPolicy> policies) {
        this.policies = policies;
    }

    @GET
    @Path("qos/policies")
    @Operation("network:qos_policies:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return policies.list(uri);
    }

    @POST
    @Path("qos/policies")
    @Mutation
    @Operation("network:qos_policies:create")
    public Response create(JsonNode body) {
        return policies.create(body);
    }

    @GET
    @Path("qos/policies/{id}")
    @Operation("network:qos_policies:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return policies.show(id, uri);
    }

    @PUT
    @Path("qos/policies/{id}")
    @Mutation
    @Operation("network:qos_policies:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return policies.update(id, body, ifMatch);
    }

    @DELETE
    @Path("qos/policies/{id}")
    @Mutation
    @Operation("network:qos_policies:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        policies.delete(id, ifMatch);
    }
}
