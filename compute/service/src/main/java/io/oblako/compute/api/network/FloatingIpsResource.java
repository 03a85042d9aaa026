package io.oblako.compute.api.network;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.network.Networks;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Floating IPs of the project as old clients and monitors list them here. Changing them is the network service's. */
@Path("/v2.1/os-floating-ips")
@RunOnVirtualThread
public class FloatingIpsResource {

    private static final int LAST = 35;

    private final NovaRequest request;
    private final Networks networks;

    FloatingIpsResource(NovaRequest request, Networks networks) {
        this.request = request;
        this.networks = networks;
    }

    @GET
    @Operation("compute:floating-ips:list")
    public Response list() {
        request.only(1, LAST);
        List<FloatingIpFact> own = own();
        return JsonOut.document(out -> out.objects("floating_ips", own, this::write))
                .ok();
    }

    @GET
    @Path("{floating}")
    @Operation("compute:floating-ips:show")
    public Response show(@PathParam("floating") String id) {
        request.only(1, LAST);
        FloatingIpFact found = own().stream()
                .filter(each -> each.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> CloudException.notFound("Floating IP not found for ID %s".formatted(id)));
        return JsonOut.document(out -> out.object("floating_ip", shown -> write(shown, found)))
                .ok();
    }

    private List<FloatingIpFact> own() {
        String project = request.project().value();
        return networks.floatingIps().stream()
                .filter(each -> each.project().equals(project))
                .sorted(Comparator.comparing(FloatingIpFact::id))
                .toList();
    }

    private void write(JsonOut out, FloatingIpFact floatingIp) {
        out.text("id", floatingIp.id().toString())
                .text("ip", floatingIp.address())
                .text("fixed_ip", floatingIp.fixed())
                .text("instance_id", server(floatingIp.port()))
                .text("pool", pool(floatingIp.network()));
    }

    private @Nullable String server(@Nullable UUID port) {
        return port == null
                ? null
                : networks.port(port)
                        .filter(fact -> fact.deviceOwner().startsWith("compute:"))
                        .map(PortFact::deviceId)
                        .orElse(null);
    }

    private @Nullable String pool(@Nullable UUID network) {
        return network == null
                ? null
                : networks.network(network).map(NetworkFact::name).orElse(network.toString());
    }
}
