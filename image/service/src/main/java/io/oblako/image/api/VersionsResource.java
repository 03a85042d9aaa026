package io.oblako.image.api;

import io.oblako.web.config.OblakoConfig;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * Which versions of the image API there are. There is no negotiation by header; clients read this list. 2.8 and 2.10 on
 * are about several stores, of which there is one here.
 *
 * @see <a href="https://docs.openstack.org/api-ref/image/versions/">Glance: versions</a>
 */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class VersionsResource {

    private static final List<String> NEWEST_FIRST =
            List.of("v2.9", "v2.7", "v2.6", "v2.5", "v2.4", "v2.3", "v2.2", "v2.1", "v2.0");

    private final OblakoConfig config;

    VersionsResource(OblakoConfig config) {
        this.config = config;
    }

    @GET
    @Operation("image:versions:list")
    public Response choices() {
        return Response.status(Response.Status.MULTIPLE_CHOICES)
                .entity(document())
                .build();
    }

    @GET
    @Path("versions")
    @Operation("image:versions:list")
    public Response versions() {
        return Response.ok(document()).build();
    }

    @GET
    @Path("v2")
    @Operation("image:versions:list")
    public Response version() {
        return choices();
    }

    private Map<String, Object> document() {
        String base = config.imageUrl().replaceAll("/+$", "");
        return Map.of(
                "versions",
                NEWEST_FIRST.stream()
                        .map(id -> Map.of(
                                "id",
                                id,
                                "status",
                                id.equals(NEWEST_FIRST.getFirst()) ? "CURRENT" : "SUPPORTED",
                                "links",
                                List.of(Map.of("rel", "self", "href", base + "/v2/"))))
                        .toList());
    }
}
