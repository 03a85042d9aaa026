package io.oblako.identity.api;

import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** Where the versions of this API are: Keystone v3.14 and no other. */
@Path("/")
@RunOnVirtualThread
public class VersionsResource {

    private final Links links;

    VersionsResource(Links links) {
        this.links = links;
    }

    @GET
    @Operation("identity:versions:list")
    public Response versions() {
        return Response.status(300)
                .header("Location", links.base() + '/')
                .entity(Map.of("versions", Map.of("values", List.of(version(links)))))
                .build();
    }

    static Map<String, Object> version(Links links) {
        return Map.of(
                "id",
                "v3.14",
                "status",
                "stable",
                "updated",
                "2020-04-07T00:00:00Z",
                "links",
                List.of(Map.of("rel", "self", "href", links.base() + '/')),
                "media-types",
                List.of(Map.of("base", "application/json", "type", "application/vnd.openstack.identity-v3+json")));
    }
}
