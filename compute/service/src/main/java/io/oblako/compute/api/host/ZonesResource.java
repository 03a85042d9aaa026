package io.oblako.compute.api.host;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Availability zones: the distinct zones of the hosts. Only operators see which hosts are in them. */
@Path("/v2.1/os-availability-zone")
@RunOnVirtualThread
public class ZonesResource {

    private final Hosts hosts;

    ZonesResource(Hosts hosts) {
        this.hosts = hosts;
    }

    @GET
    @Operation("compute:availability-zones:list")
    public Response list() {
        return answer(false);
    }

    @GET
    @Path("detail")
    @Operation("compute:availability-zones:list-detail")
    public Response detail() {
        return answer(true);
    }

    private Response answer(boolean detailed) {
        Map<String, List<Host>> zones =
                hosts.list().stream().collect(Collectors.groupingBy(Host::zone, TreeMap::new, Collectors.toList()));
        return JsonOut.document(out -> out.objects(
                        "availabilityZoneInfo", zones.entrySet(), (zone, each) -> zone(zone, each, detailed)))
                .ok();
    }

    private static void zone(JsonOut out, Map.Entry<String, List<Host>> zone, boolean detailed) {
        boolean available = zone.getValue().stream().anyMatch(Host::schedulable);
        out.text("zoneName", zone.getKey()).object("zoneState", state -> state.bool("available", available));
        if (!detailed) {
            out.nothing("hosts");
            return;
        }
        out.object(
                "hosts",
                hosts -> zone.getValue()
                        .forEach(host -> hosts.object(
                                host.name(),
                                services -> services.object(
                                        "nova-compute",
                                        service -> service.bool("active", !host.disabled())
                                                .bool("available", host.up())
                                                .text("updated_at", Stamps.micros(host.lastSeen()))))));
    }
}
