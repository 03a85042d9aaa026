package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tags of every kind of resource that has them. All resource classes of the API have the same path, so that these
 * routes are found beside those of the kinds.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension">Networking API:
 * tags</a>
 */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TagsResource {

    static final int MOST = 50;

    private static final Type<List<String>> TAGS = Types.list(Types.text(Types.NAME), MOST);

    private final Endpoints endpoints;

    TagsResource(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @GET
    @Path("{collection}/{id}/tags")
    @Operation("network:tags:list")
    public Map<String, List<String>> list(@PathParam("collection") String collection, @PathParam("id") String id) {
        return Map.of("tags", endpoints.tagged(collection).tags(id));
    }

    @GET
    @Path("{collection}/{id}/tags/{tag}")
    @Operation("network:tags:show")
    public Response show(
            @PathParam("collection") String collection, @PathParam("id") String id, @PathParam("tag") String tag) {
        requireTag(endpoints.tagged(collection).tags(id), tag);
        return Response.noContent().build();
    }

    @PUT
    @Path("{collection}/{id}/tags")
    @Mutation
    @Operation("network:tags:replace")
    public Map<String, List<String>> replace(
            @PathParam("collection") String collection, @PathParam("id") String id, JsonNode body) {
        List<String> tags = read(body == null ? null : body.get("tags"));
        return Map.of("tags", endpoints.tagged(collection).retag(id, before -> tags));
    }

    private static List<String> read(@org.jspecify.annotations.Nullable JsonNode tags) {
        if (tags == null) {
            throw CloudException.badRequest("Invalid input for tags. Reason: a list 'tags' is required.");
        }
        try {
            return TAGS.read(tags);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for tags. Reason: %s.".formatted(e.getMessage()));
        }
    }

    @PUT
    @Path("{collection}/{id}/tags/{tag}")
    @Mutation
    @Operation("network:tags:add")
    public Response add(
            @PathParam("collection") String collection, @PathParam("id") String id, @PathParam("tag") String tag) {
        endpoints.tagged(collection).retag(id, before -> {
            List<String> tags = new ArrayList<>(before);
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
            if (tags.size() > MOST || tag.length() > Types.NAME || tag.chars().anyMatch(Character::isISOControl)) {
                throw CloudException.badRequest(
                        "Invalid input for tags. Reason: a resource has at most %d tags of at most %d characters."
                                .formatted(MOST, Types.NAME));
            }
            return tags;
        });
        return Response.status(Response.Status.CREATED).build();
    }

    @DELETE
    @Path("{collection}/{id}/tags/{tag}")
    @Mutation
    @Operation("network:tags:remove")
    public void remove(
            @PathParam("collection") String collection, @PathParam("id") String id, @PathParam("tag") String tag) {
        endpoints.tagged(collection).retag(id, before -> {
            requireTag(before, tag);
            List<String> tags = new ArrayList<>(before);
            tags.remove(tag);
            return tags;
        });
    }

    @DELETE
    @Path("{collection}/{id}/tags")
    @Mutation
    @Operation("network:tags:clear")
    public void clear(@PathParam("collection") String collection, @PathParam("id") String id) {
        endpoints.tagged(collection).retag(id, before -> List.of());
    }

    private static void requireTag(List<String> tags, String tag) {
        if (!tags.contains(tag)) {
            throw new CloudException(
                    NetworkError.TAG_NOT_FOUND,
                    "Tag %s could not be found.".formatted(tag.length() > 64 ? tag.substring(0, 64) : tag));
        }
    }
}
