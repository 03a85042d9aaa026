package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import io.oblako.network.domain.security.DefaultGroup;
import io.oblako.network.domain.security.SecurityGroup;
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

/** Security groups: list, create, show, update, delete. Listing makes the default group of the project. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SecurityGroupsResource {

    private final Endpoint<SecurityGroup> groups;
    private final DefaultGroup standard;
    private final Transactions transactions;

    SecurityGroupsResource(Endpoint<SecurityGroup> groups, DefaultGroup standard, Transactions transactions) {
        this.groups = groups;
        this.standard = standard;
        this.transactions = transactions;
    }

    /** Every project has its default group from the first look on, as in Neutron. */
    @GET
    @Path("security-groups")
    @Operation("network:security_groups:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        ProjectId project = groups.viewer().project();
        if (project != null) {
            transactions.run(() -> standard.of(project));
        }
        return groups.list(uri);
    }

    @POST
    @Path("security-groups")
    @Mutation
    @Operation("network:security_groups:create")
    public Response create(JsonNode body) {
        return groups.create(body);
    }

    @GET
    @Path("security-groups/{id}")
    @Operation("network:security_groups:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return groups.show(id, uri);
    }

    @PUT
    @Path("security-groups/{id}")
    @Mutation
    @Operation("network:security_groups:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return groups.update(id, body, ifMatch);
    }

    @DELETE
    @Path("security-groups/{id}")
    @Mutation
    @Operation("network:security_groups:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        groups.delete(id, ifMatch);
    }
}
