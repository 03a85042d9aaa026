package io.oblako.network.api;

import io.oblako.network.domain.Kind;
import io.oblako.network.wiring.NetworkConfig;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the one version of the network API has. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class KindsResource {

    private final String base;

    KindsResource(NetworkConfig config) {
        this.base = config.url().replaceAll("/+$", "");
    }

    @GET
    @Operation("network:versions:list")
    public Map<String, Object> version() {
        return Map.of(
                "resources",
                Arrays.stream(Kind.values())
                        .filter(kind -> !kind.part())
                        .map(kind -> Map.of(
                                "name",
                                kind.word(),
                                "collection",
                                kind.collection(),
                                "links",
                                List.of(VersionsResource.self(base + "/v2.0/" + kind.path()))))
                        .toList());
    }
}
