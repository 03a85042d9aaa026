package io.oblako.identity.api;

import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;

/** The version document of v3, which clients ask for first. */
@Path("/v3")
@RunOnVirtualThread
public class VersionResource {

    private final Links links;

    VersionResource(Links links) {
        this.links = links;
    }

    @GET
    @Operation("identity:versions:show")
    public Map<String, Object> show() {
        return Map.of("version", VersionsResource.version(links));
    }
}
