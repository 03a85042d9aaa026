package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.log.FlowLog;
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

/** Flow logs: list, create, show, update, delete; what can be logged. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class LogsResource {

    private final Endpoint<FlowLog> logs;

    LogsResource(Endpoint<FlowLog> logs) {
        this.logs = logs;
    }

    @GET
    @Path("log/logs")
    @Operation("network:logs:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return logs.list(uri);
    }

    @POST
    @Path("log/logs")
    @Mutation
    @Operation("network:logs:create")
    public Response create(JsonNode body) {
        return logs.create(body);
    }

    @GET
    @Path("log/logs/{id}")
    @Operation("network:logs:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return logs.show(id, uri);
    }

    @PUT
    @Path("log/logs/{id}")
    @Mutation
    @Operation("network:logs:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return logs.update(id, body, ifMatch);
    }

    @DELETE
    @Path("log/logs/{id}")
    @Mutation
    @Operation("network:logs:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        logs.delete(id, ifMatch);
    }

    @GET
    @Path("log/loggable-resources")
    @Operation("network:loggable_resources:list")
    public Map<String, Object> loggable() {
        return Map.of("loggable_resources", List.of(Map.of("type", FlowLog.RESOURCE_TYPE)));
    }
}
