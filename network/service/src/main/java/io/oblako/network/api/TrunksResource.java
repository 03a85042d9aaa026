package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.trunk.SubPort;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.domain.trunk.TrunkLifecycle;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Trunks: list, create, show, update, delete; the ports they carry. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TrunksResource {

    private final Endpoint<Trunk> trunks;
    private final TrunkLifecycle lifecycle;

    TrunksResource(Endpoint<Trunk> trunks, TrunkLifecycle lifecycle) {
        this.trunks = trunks;
        this.lifecycle = lifecycle;
    }

    @GET
    @Path("trunks")
    @Operation("network:trunks:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return trunks.list(uri);
    }

    @POST
    @Path("trunks")
    @Mutation
    @Operation("network:trunks:create")
    public Response create(JsonNode body) {
        return trunks.create(body);
    }

    @GET
    @Path("trunks/{id}")
    @Operation("network:trunks:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return trunks.show(id, uri);
    }

    @PUT
    @Path("trunks/{id}")
    @Mutation
    @Operation("network:trunks:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return trunks.update(id, body, ifMatch);
    }

    @DELETE
    @Path("trunks/{id}")
    @Mutation
    @Operation("network:trunks:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        trunks.delete(id, ifMatch);
    }

    @GET
    @Path("trunks/{id}/get_subports")
    @Operation("network:trunks:get_subports")
    public Map<String, Object> subPorts(@PathParam("id") String id) {
        return Map.of("sub_ports", TrunkAttributes.views(trunks.visible(id).subPorts()));
    }

    /** Answers with the trunk itself, not under its word, as Neutron does. */
    @PUT
    @Path("trunks/{id}/add_subports")
    @Mutation
    @Operation("network:trunks:add_subports")
    public Object add(@PathParam("id") String id, JsonNode body) {
        List<SubPort> more = TrunkAttributes.added(body);
        return bare(lifecycle.add(trunks.viewer(), trunks.locked(id), more));
    }

    @PUT
    @Path("trunks/{id}/remove_subports")
    @Mutation
    @Operation("network:trunks:remove_subports")
    public Object remove(@PathParam("id") String id, JsonNode body) {
        List<UUID> less = TrunkAttributes.removed(body);
        return bare(lifecycle.remove(trunks.viewer(), trunks.locked(id), less));
    }

    private Object bare(Trunk trunk) {
        return trunks.view(trunk).getOrDefault("trunk", Map.of());
    }
}
