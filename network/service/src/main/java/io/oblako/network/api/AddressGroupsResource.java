package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroupLifecycle;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Address groups: list, create, show, update, delete; adding and removing addresses. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class AddressGroupsResource {

    private final Endpoint<AddressGroup> groups;
    private final AddressGroupLifecycle lifecycle;

    AddressGroupsResource(Endpoint<AddressGroup> groups, AddressGroupLifecycle lifecycle) {
        this.groups = groups;
        this.lifecycle = lifecycle;
    }

    @GET
    @Path("address-groups")
    @Operation("network:address_groups:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return groups.list(uri);
    }

    @POST
    @Path("address-groups")
    @Mutation
    @Operation("network:address_groups:create")
    public Response create(JsonNode body) {
        return groups.create(body);
    }

    @GET
    @Path("address-groups/{id}")
    @Operation("network:address_groups:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return groups.show(id, uri);
    }

    @PUT
    @Path("address-groups/{id}")
    @Mutation
    @Operation("network:address_groups:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return groups.update(id, body, ifMatch);
    }

    @DELETE
    @Path("address-groups/{id}")
    @Mutation
    @Operation("network:address_groups:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        groups.delete(id, ifMatch);
    }

    @PUT
    @Path("address-groups/{id}/add_addresses")
    @Mutation
    @Operation("network:address_groups:add_addresses")
    public Map<String, Object> add(@PathParam("id") String id, JsonNode body) {
        List<Cidr> more = AddressGroupAttributes.addresses(body);
        return groups.view(lifecycle.add(groups.viewer(), groups.locked(id), more));
    }

    @PUT
    @Path("address-groups/{id}/remove_addresses")
    @Mutation
    @Operation("network:address_groups:remove_addresses")
    public Map<String, Object> remove(@PathParam("id") String id, JsonNode body) {
        List<Cidr> less = AddressGroupAttributes.addresses(body);
        return groups.view(lifecycle.remove(groups.viewer(), groups.locked(id), less));
    }
}
