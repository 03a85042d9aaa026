package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.security.SecurityRule;
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

/** Rules of security groups: list, create, show, delete; of a rule only the description changes. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SecurityRulesResource {

    private final Endpoint<SecurityRule> rules;

    SecurityRulesResource(Endpoint<SecurityRule> rules) {
        this.rules = rules;
    }

    @GET
    @Path("security-group-rules")
    @Operation("network:security_group_rules:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return rules.list(uri);
    }

    @POST
    @Path("security-group-rules")
    @Mutation
    @Operation("network:security_group_rules:create")
    public Response create(JsonNode body) {
        return rules.create(body);
    }

    @GET
    @Path("security-group-rules/{id}")
    @Operation("network:security_group_rules:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return rules.show(id, uri);
    }

    @PUT
    @Path("security-group-rules/{id}")
    @Mutation
    @Operation("network:security_group_rules:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return rules.update(id, body, ifMatch);
    }

    @DELETE
    @Path("security-group-rules/{id}")
    @Mutation
    @Operation("network:security_group_rules:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        rules.delete(id, ifMatch);
    }
}
