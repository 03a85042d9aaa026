package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.schedule.ExplainPlacement;
import io.oblako.compute.domain.schedule.PlacementExplanation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.TreeMap;

/** Why a server is where it is, or nowhere. Ours, not Nova's: owners see hosts by aliases, operators by name. */
@Path("/v2.1/servers/{server}/placement-explanation")
@RunOnVirtualThread
public class PlacementResource {

    private final NovaRequest request;
    private final ExplainPlacement explain;

    PlacementResource(NovaRequest request, ExplainPlacement explain) {
        this.request = request;
        this.explain = explain;
    }

    /** Youngest first. */
    @GET
    @Operation("compute:servers:placement-explanation")
    public Response show(@PathParam("server") String id) {
        List<PlacementExplanation> all = explain.of(request.caller(), ServerLookups.id(id));
        return JsonOut.document(out -> out.objects("placement_explanations", all, PlacementResource::explanation))
                .ok();
    }

    private static void explanation(JsonOut out, PlacementExplanation why) {
        out.text("server_id", why.server().toString())
                .text("request_id", why.requestId())
                .text("at", Stamps.seconds(why.at()))
                .number("attempt", why.attempt())
                .text("chosen_host", why.chosen())
                .text("sentence", why.sentence())
                .object(
                        "asked",
                        asked -> asked.number("vcpus", why.asked().vcpus())
                                .number("ram_mib", why.asked().ramMib())
                                .number("disk_gib", why.asked().diskGib())
                                .text("availability_zone", why.asked().zone())
                                .text("forced_host", why.asked().forcedHost())
                                .texts("traits", why.asked().traits()))
                .number("hosts_considered", why.considered())
                .object("rejections", counts -> new TreeMap<>(why.rejections()).forEach(counts::number))
                .objects("hosts", why.hosts(), PlacementResource::host);
    }

    private static void host(JsonOut out, PlacementExplanation.HostLine host) {
        out.text("host", host.host()).bool("passed", host.passed());
        Double weight = host.weight();
        if (weight == null) {
            out.nothing("weight");
        } else {
            out.number("weight", weight.doubleValue());
        }
        out.object("weights", weights -> new TreeMap<>(host.weights()).forEach(weights::number))
                .objects(
                        "checks",
                        host.checks(),
                        (check, each) -> check.text("filter", each.filter())
                                .bool("passed", each.passed())
                                .text("needed", each.needed())
                                .text("there", each.there()));
    }
}
