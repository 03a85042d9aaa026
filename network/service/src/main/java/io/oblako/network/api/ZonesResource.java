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
import java.util.stream.Stream;

/**
 * The availability zones: networks and routers are distributed, so every zone has them all.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#availability-zones">Networking API: availability
 * zones</a>
 */
@Path("/v2.0/availability_zones")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ZonesResource {

    private static final List<String> KINDS = List.of("network", "router");

    private final NetworkConfig config;

    ZonesResource(NetworkConfig config) {
        this.config = config;
    }

    @GET
    @Operation("network:availability_zones:list")
    public Map<String, Object> list() {
        Stream<Map<String, String>> zones = config.zones().stream()
                .flatMap(zone ->
                        KINDS.stream().map(kind -> Map.of("name", zone, "resource", kind, "state", "available")));
        return Map.of("availability_zones", zones.toList());
    }
}
