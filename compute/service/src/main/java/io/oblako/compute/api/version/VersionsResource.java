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

    private static final String DOCUMENTATION = "https://docs.openstack.org/api-ref/compute/";

    /** v2.0 comes first in every Nova's list, and clients expect it there; only its document is served. */
    private static final List<String> ALL = List.of("v2.0", "v2.1");

    private final Microversions offered;
    private final Links links;

    VersionsResource(Microversions offered, Links links) {
        this.offered = offered;
        this.links = links;
    }

    @GET
    @Operation("compute:versions:list")
    public Response versions() {
        return JsonOut.document(out -> out.objects("versions", ALL, (version, id) -> version(version, id, false)))
                .ok();
    }

    @GET
    @Path("v2.1")
    @Operation("compute:versions:show")
    public Response version() {
        return document("v2.1");
    }

    @GET
    @Path("v2")
    @Operation("compute:versions:show-old")
    public Response oldVersion() {
        return document("v2.0");
    }

    private Response document(String id) {
        return JsonOut.document(out -> out.object("version", version -> version(version, id, true)))
                .ok();
    }

    private void version(JsonOut version, String id, boolean whole) {
        boolean current = id.equals("v2.1");
        String self = links.bare() + (current ? "/v2.1/" : "/v2/");
        version.text("id", id)
                .text("status", current ? "CURRENT" : "DEPRECATED")
                .text("version", current ? offered.max().toString() : "")
                .text("min_version", current ? offered.min().toString() : "")
                .text("updated", current ? "2013-07-23T11:33:21Z" : "2011-01-21T11:33:21Z")
                .objects("links", whole ? List.of(self, DOCUMENTATION) : List.of(self), (link, url) -> {
                    boolean own = url.equals(self);
                    link.text("rel", own ? "self" : "describedby").text("href", url);
                    if (!own) {
                        link.text("type", "text/html");
                    }
                });
        if (whole) {
            String media = "application/vnd.openstack.compute+json;version=" + (current ? "2.1" : "2");
            version.objects(
                    "media-types",
                    List.of(media),
                    (kind, type) -> kind.text("base", "application/json").text("type", type));
        }
    }
}
