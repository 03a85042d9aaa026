package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Service;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services of the catalog. */
@Path("/v3")
@RunOnVirtualThread
public class ServicesResource {

    private static final int MAX_NAME = 255;
    private static final Set<String> KNOWN = Set.of("id", "type", "name", "description", "enabled", "links");

    private final CatalogStore catalog;
    private final IdSource ids;
    private final Links links;

    ServicesResource(CatalogStore catalog, IdSource ids, Links links) {
        this.catalog = catalog;
        this.ids = ids;
        this.links = links;
    }

    @GET
    @Path("services")
    @Operation("identity:services:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Filters filters = new Filters(uri.getQueryParameters());
        String type = filters.text("type");
        String name = filters.text("name");
        List<Service> found = catalog.services().stream()
                .filter(service -> type == null || type.equals(service.type()))
                .filter(service -> name == null || name.equals(service.name()))
                .toList();
        return links.list("services", "/services", uri, found, service -> CatalogViews.service(service, links));
    }

    @POST
    @Path("services")
    @Mutation
    @Operation("identity:services:create")
    public Response create(@Nullable JsonNode json) {
        Body body = Body.of(json, "service");
        Service service = new Service(
                ids.next(),
                body.name("type", MAX_NAME),
                body.optional("name", MAX_NAME).orElse(""),
                body.textOr("description", ""),
                body.flag("enabled", true),
                body.extra(KNOWN, Map.of()));
        catalog.addService(service);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("service", CatalogViews.service(service, links)))
                .build();
    }

    private Service find(String id) {
        return catalog.service(id).orElseThrow(() -> Sphere.absent("service", id));
    }

    @GET
    @Path("services/{id}")
    @Operation("identity:services:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("service", CatalogViews.service(find(id), links));
    }

    @PATCH
    @Path("services/{id}")
    @Mutation
    @Operation("identity:services:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "service");
        Service before = find(id);
        Service after = new Service(
                id,
                body.nameOr("type", MAX_NAME, before.type()),
                body.has("name") ? body.optional("name", MAX_NAME).orElse("") : before.name(),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.flag("enabled", before.enabled()),
                body.extra(KNOWN, before.extra()));
        catalog.saveService(after);
        return Map.of("service", CatalogViews.service(after, links));
    }

    @DELETE
    @Path("services/{id}")
    @Mutation
    @Operation("identity:services:delete")
    public void delete(@PathParam("id") String id) {
        catalog.removeService(find(id).id());
    }
}
