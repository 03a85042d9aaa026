package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.port.Port;
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

/** Ports: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class PortsResource {

    private final Endpoint<Port> ports;

    PortsResource(Endpoint<Port> ports) {
        this.ports = ports;
    }

    @GET
    @Path("ports")
    @Operation("network:ports:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return ports.list(uri);
    }

    @POST
    @Path("ports")
    @Mutation
    @Operation("network:ports:create")
    public Response create(JsonNode body) {
        return ports.create(body);
    }

    @GET
    @Path("ports/{id}")
    @Operation("network:ports:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return ports.show(id, uri);
    }

    @PUT
    @Path("ports/{id}")
    @Mutation
    @Operation("network:ports:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return ports.update(id, body, ifMatch);
    }

    @DELETE
    @Path("ports/{id}")
    @Mutation
    @Operation("network:ports:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        ports.delete(id, ifMatch);
    }
}
