package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Region;
import io.oblako.kernel.error.CloudException;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Endpoints of the catalog. */
@Path("/v3")
@RunOnVirtualThread
public class EndpointsResource {

    private static final int MAX_URL = 1024;
    private static final Pattern URL = Pattern.compile("https?://[^\\s]+");
    private static final Set<String> FACES = Set.of("public", "internal", "admin");
    private static final Set<String> KNOWN =
            Set.of("id", "service_id", "region_id", "region", "interface", "url", "enabled", "links");

    private final CatalogStore catalog;
    private final IdSource ids;
    private final Links links;

    EndpointsResource(CatalogStore catalog, IdSource ids, Links links) {
        this.catalog = catalog;
        this.ids = ids;
        this.links = links;
    }

    @GET
    @Path("endpoints")
    @Operation("identity:endpoints:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Filters filters = new Filters(uri.getQueryParameters());
        String service = filters.text("service_id");
        String face = filters.text("interface");
        String region = filters.text("region_id");
        List<Endpoint> found = catalog.endpoints().stream()
                .filter(endpoint -> service == null || service.equals(endpoint.serviceId()))
                .filter(endpoint -> face == null || face.equals(endpoint.face()))
                .filter(endpoint -> region == null || region.equals(endpoint.regionId()))
                .toList();
        return links.list("endpoints", "/endpoints", uri, found, e -> CatalogViews.endpoint(e, links));
    }

    @POST
    @Path("endpoints")
    @Mutation
    @Operation("identity:endpoints:create")
    public Response create(@Nullable JsonNode json) {
        Body body = Body.of(json, "endpoint");
        Endpoint endpoint = new Endpoint(
                ids.next(),
                service(body.name("service_id", 64)),
                region(body, null),
                face(body.name("interface", 8)),
                url(body.name("url", MAX_URL)),
                body.flag("enabled", true),
                body.extra(KNOWN, Map.of()));
        catalog.addEndpoint(endpoint);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("endpoint", CatalogViews.endpoint(endpoint, links)))
                .build();
    }

    private String service(String id) {
        return catalog.service(id)
                .orElseThrow(() -> Sphere.absent("service", id))
                .id();
    }

    /** {@code region_id}, or {@code region} as older clients say; the latter makes the region when it is new. */
    private @Nullable String region(Body body, @Nullable String before) {
        if (body.present("region_id")) {
            String id = body.name("region_id", 255);
            return catalog.region(id)
                    .orElseThrow(() -> Sphere.absent("region", id))
                    .id();
        }
        if (body.present("region")) {
            String id = body.name("region", 255);
            if (catalog.region(id).isEmpty()) {
                catalog.addRegion(new Region(id, null, "", Map.of()));
            }
            return id;
        }
        return before;
    }

    private static String face(String face) {
        if (!FACES.contains(face)) {
            throw CloudException.badRequest(
                    "Invalid input for field 'interface': public, internal or admin is expected.");
        }
        return face;
    }

    /** Kept and given literally; a template in it stays a text (security row ID-22). */
    private static String url(String url) {
        if (!URL.matcher(url).matches()) {
            throw CloudException.badRequest("Invalid input for field 'url': an http or https URL is expected.");
        }
        return url;
    }

    private Endpoint find(String id) {
        return catalog.endpoint(id).orElseThrow(() -> Sphere.absent("endpoint", id));
    }

    @GET
    @Path("endpoints/{id}")
    @Operation("identity:endpoints:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("endpoint", CatalogViews.endpoint(find(id), links));
    }

    @PATCH
    @Path("endpoints/{id}")
    @Mutation
    @Operation("identity:endpoints:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "endpoint");
        Endpoint before = find(id);
        Endpoint after = new Endpoint(
                id,
                body.present("service_id") ? service(body.name("service_id", 64)) : before.serviceId(),
                region(body, before.regionId()),
                face(body.nameOr("interface", 8, before.face())),
                url(body.nameOr("url", MAX_URL, before.url())),
                body.flag("enabled", before.enabled()),
                body.extra(KNOWN, before.extra()));
        catalog.saveEndpoint(after);
        return Map.of("endpoint", CatalogViews.endpoint(after, links));
    }

    @DELETE
    @Path("endpoints/{id}")
    @Mutation
    @Operation("identity:endpoints:delete")
    public void delete(@PathParam("id") String id) {
        catalog.removeEndpoint(find(id).id());
    }
}
