package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.UpdateServer;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tags of a server, since microversion 2.26. */
@Path("/v2.1/servers/{server}/tags")
@RunOnVirtualThread
public class TagsResource {

    private static final int SINCE = 26;

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final UpdateServer update;
    private final Links links;

    TagsResource(NovaRequest request, ServerLookups lookups, UpdateServer update, Links links) {
        this.request = request;
        this.lookups = lookups;
        this.update = update;
        this.links = links;
    }

    @GET
    @Operation("compute:server-tags:list")
    public Response list(@PathParam("server") String id) {
        return all(found(id)).ok();
    }

    @PUT
    @Operation("compute:server-tags:update-all")
    @Mutation
    public Response replace(@PathParam("server") String id, byte[] bytes) {
        exists();
        Set<String> wanted =
                new TreeSet<>(request.body(bytes, ServerSchemas.TAGS).texts("tags"));
        return all(update.tags(request.caller(), ServerLookups.id(id), before -> wanted))
                .status(200);
    }

    @DELETE
    @Operation("compute:server-tags:delete-all")
    @Mutation
    public Response clear(@PathParam("server") String id) {
        exists();
        update.tags(request.caller(), ServerLookups.id(id), before -> Set.of());
        return Response.noContent().build();
    }

    @GET
    @Path("{tag}")
    @Operation("compute:server-tags:show")
    public Response check(@PathParam("server") String id, @PathParam("tag") String tag) {
        Server server = found(id);
        if (!server.details().tags().contains(tag)) {
            throw absent(server.id().toString(), tag);
        }
        return Response.noContent().build();
    }

    @PUT
    @Path("{tag}")
    @Operation("compute:server-tags:update")
    @Mutation
    public Response add(@PathParam("server") String id, @PathParam("tag") String tag) {
        exists();
        Types.TAG.check("tag", Json.shared().getNodeFactory().textNode(tag), request.minor());
        AtomicBoolean there = new AtomicBoolean();
        Server server = update.tags(request.caller(), ServerLookups.id(id), before -> {
            Set<String> after = new TreeSet<>(before);
            there.set(!after.add(tag));
            if (after.size() > Types.MOST_TAGS) {
                throw CloudException.badRequest(
                        "The number of tags exceeded the per-server limit %d".formatted(Types.MOST_TAGS));
            }
            return after;
        });
        if (there.get()) {
            return Response.noContent().build();
        }
        String encoded = URLEncoder.encode(tag, StandardCharsets.UTF_8).replace("+", "%20");
        return Response.status(201)
                .header("Location", links.versioned() + "/servers/" + server.id() + "/tags/" + encoded)
                .build();
    }

    @DELETE
    @Path("{tag}")
    @Operation("compute:server-tags:delete")
    @Mutation
    public Response delete(@PathParam("server") String id, @PathParam("tag") String tag) {
        exists();
        update.tags(request.caller(), ServerLookups.id(id), before -> {
            Set<String> after = new TreeSet<>(before);
            if (!after.remove(tag)) {
                throw absent(id, tag);
            }
            return after;
        });
        return Response.noContent().build();
    }

    private void exists() {
        request.only(SINCE, Integer.MAX_VALUE);
    }

    private Server found(String id) {
        exists();
        return lookups.server(id);
    }

    private static Document all(Server server) {
        return JsonOut.document(
                out -> out.texts("tags", new TreeSet<>(server.details().tags())));
    }

    private static CloudException absent(String server, String tag) {
        String shown = tag.length() > 64 ? tag.substring(0, 64) + '…' : tag;
        return CloudException.notFound("Server %s has no tag '%s'".formatted(server, shown));
    }
}
