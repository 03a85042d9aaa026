package io.oblako.compute.api.version;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.web.policy.Operation;
import io.oblako.web.version.Microversions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * What this service speaks. The documents are public.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#api-versions">Compute API: API versions</a>
 */
@Path("/")
@RunOnVirtualThread
public class VersionsResource {

    /** When Nova's v2.1 began; clients print it. */
    private static final String SINCE = "2013-07-23T11:33:21Z";

    private static final String MEDIA = "application/vnd.openstack.compute+json;version=2.1";

    private final Microversions offered;
    private final Links links;

    VersionsResource(Microversions offered, Links links) {
        this.offered = offered;
        this.links = links;
    }

    @GET
    @Operation("compute:versions:list")
    public Response versions() {
        return JsonOut.document(out -> out.objects("versions", List.of("v2.1"), (version, id) -> version(version)))
                .ok();
    }

    @GET
    @Path("v2.1")
    @Operation("compute:versions:show")
    public Response version() {
        return JsonOut.document(out -> out.object("version", version -> {
                    version(version);
                    version.objects(
                            "media-types",
                            List.of(MEDIA),
                            (media, type) ->
                                    media.text("base", "application/json").text("type", type));
                }))
                .ok();
    }

    private void version(JsonOut version) {
        version.text("id", "v2.1")
                .text("status", "CURRENT")
                .text("version", offered.max().toString())
                .text("min_version", offered.min().toString())
                .text("updated", SINCE)
                .objects(
                        "links",
                        List.of(links.versioned() + '/'),
                        (link, url) -> link.text("rel", "self").text("href", url));
    }
}
