package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.UpdateServer;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Words that a tenant keeps with a server. */
@Path("/v2.1/servers/{server}/metadata")
@RunOnVirtualThread
public class MetadataResource {

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final UpdateServer update;

    MetadataResource(NovaRequest request, ServerLookups lookups, UpdateServer update) {
        this.request = request;
        this.lookups = lookups;
        this.update = update;
    }

    @GET
    @Operation("compute:server-metadata:list")
    public Response list(@PathParam("server") String id) {
        return all(lookups.server(id)).ok();
    }

    /** Adds to what is there. */
    @POST
    @Operation("compute:server-metadata:create")
    @Mutation
    public Response add(@PathParam("server") String id, byte[] bytes) {
        Map<String, String> added = request.body(bytes, ServerSchemas.METADATA).map("metadata");
        return all(edit(id, before -> {
                    Map<String, String> after = new LinkedHashMap<>(before);
                    after.putAll(added);
                    return after;
                }))
                .status(200);
    }

    /** Replaces what is there. */
    @PUT
    @Operation("compute:server-metadata:update-all")
    @Mutation
    public Response replace(@PathParam("server") String id, byte[] bytes) {
        Map<String, String> wanted = request.body(bytes, ServerSchemas.METADATA).map("metadata");
        return all(edit(id, before -> wanted)).status(200);
    }

    @GET
    @Path("{key}")
    @Operation("compute:server-metadata:show")
    public Response show(@PathParam("server") String id, @PathParam("key") String key) {
        String value = lookups.server(id).details().metadata().get(key);
        if (value == null) {
            throw absent();
        }
        return one(key, value).ok();
    }

    @PUT
    @Path("{key}")
    @Operation("compute:server-metadata:update")
    @Mutation
    public Response put(@PathParam("server") String id, @PathParam("key") String key, byte[] bytes) {
        Body body = request.body(bytes, ServerSchemas.ONE_METADATUM).at("meta");
        if (body.node().size() > 1) {
            throw CloudException.badRequest("Request body contains too many items");
        }
        String value = body.text(key).orElseThrow(() -> CloudException.badRequest("Request body and URI mismatch"));
        edit(id, before -> {
            Map<String, String> after = new LinkedHashMap<>(before);
            after.put(key, value);
            return after;
        });
        return one(key, value).status(200);
    }

    @DELETE
    @Path("{key}")
    @Operation("compute:server-metadata:delete")
    @Mutation
    public Response delete(@PathParam("server") String id, @PathParam("key") String key) {
        edit(id, before -> {
            Map<String, String> after = new LinkedHashMap<>(before);
            if (after.remove(key) == null) {
                throw absent();
            }
            return after;
        });
        return Response.noContent().build();
    }

    private Server edit(String id, UnaryOperator<Map<String, String>> edit) {
        return update.metadata(request.caller(), ServerLookups.id(id), before -> {
            Map<String, String> after = edit.apply(before);
            if (after.size() > before.size()) {
                lookups.refuseTooMuchMetadata(after);
            }
            return after;
        });
    }

    private static Document all(Server server) {
        return JsonOut.document(out -> out.map("metadata", server.details().metadata()));
    }

    private static Document one(String key, String value) {
        return JsonOut.document(out -> out.map("meta", Map.of(key, value)));
    }

    private static CloudException absent() {
        return CloudException.notFound("Metadata item was not found");
    }
}
