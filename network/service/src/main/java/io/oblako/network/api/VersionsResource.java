package io.oblako.network.api;

import io.oblako.network.wiring.NetworkConfig;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/**
 * Which versions of the network API there are.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#api-versions">Networking API: versions</a>
 */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class VersionsResource {

    private final String base;

    VersionsResource(NetworkConfig config) {
        this.base = config.url().replaceAll("/+$", "");
    }

    @GET
    @Operation("network:versions:list")
    public Map<String, Object> versions() {
        return Map.of(
                "versions",
                List.of(Map.of("id", "v2.0", "status", "CURRENT", "links", List.of(self(base + "/v2.0/")))));
    }

    static Map<String, String> self(String target) {
        return Map.of("rel", "self", "href", target);
    }
}
