package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Region;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Regions of the catalog; everybody may see them. */
@Path("/v3")
@RunOnVirtualThread
public class RegionsResource {

    private static final int MAX_ID = 255;
    private static final Set<String> KNOWN = Set.of("id", "description", "parent_region_id", "links");

    private final CatalogStore catalog;
    private final IdSource ids;
    private final Links links;

    RegionsResource(CatalogStore catalog, IdSource ids, Links links) {
        this.catalog = catalog;
        this.ids = ids;
        this.links = links;
    }

    @GET
    @Path("regions")
    @Operation("identity:regions:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        String parent = new Filters(uri.getQueryParameters()).text("parent_region_id");
        List<Region> found = catalog.regions().stream()
                .filter(region -> parent == null || parent.equals(region.parentRegionId()))
                .toList();
        return links.list("regions", "/regions", uri, found, region -> CatalogViews.region(region, links));
    }

    @POST
    @Path("regions")
    @Mutation
    @Operation("identity:regions:create")
    public Response create(@Nullable JsonNode json) {
        Body body = Body.of(json, "region");
        return created(
                body, body.optional("id", MAX_ID).filter(id -> !id.isEmpty()).orElseGet(ids::next));
    }

    /** Like the POST, with the id in the path: the way Keystone has it, an existing one is a conflict. */
    @PUT
    @Path("regions/{id}")
    @Mutation
    @Operation("identity:regions:put")
    public Response put(@PathParam("id") String id, @Nullable JsonNode json) {
        return created(Body.of(json, "region"), id);
    }

    private Response created(Body body, String id) {
        String parent = body.optional("parent_region_id", MAX_ID).orElse(null);
        if (parent != null) {
            find(parent);
        }
        Region region = new Region(id, parent, body.textOr("description", ""), body.extra(KNOWN, Map.of()));
        catalog.addRegion(region);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("region", CatalogViews.region(region, links)))
                .build();
    }

    private Region find(String id) {
        return catalog.region(id).orElseThrow(() -> Sphere.absent("region", id));
    }

    @GET
    @Path("regions/{id}")
    @Operation("identity:regions:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("region", CatalogViews.region(find(id), links));
    }

    @PATCH
    @Path("regions/{id}")
    @Mutation
    @Operation("identity:regions:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "region");
        Region before = find(id);
        String parent = body.changed("parent_region_id", MAX_ID, before.parentRegionId());
        if (parent != null && (parent.equals(id) || catalog.region(parent).isEmpty())) {
            throw CloudException.badRequest("parent_region_id must name another region that exists.");
        }
        Region after = new Region(
                id,
                parent,
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.extra(KNOWN, before.extra()));
        catalog.saveRegion(after);
        return Map.of("region", CatalogViews.region(after, links));
    }

    @DELETE
    @Path("regions/{id}")
    @Mutation
    @Operation("identity:regions:delete")
    public void delete(@PathParam("id") String id) {
        catalog.removeRegion(find(id).id());
    }
}
