package io.oblako.compute.api.network;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Floating IPs as old clients and monitors list them here. There is no network service yet, so the list is truthfully
 * empty; a 404
 * would stop their discovery of servers.
 */
@Path("/v2.1/os-floating-ips")
@RunOnVirtualThread
public class FloatingIpsResource {

    private static final int LAST = 35;

    private final NovaRequest request;

    FloatingIpsResource(NovaRequest request) {
        this.request = request;
    }

    @GET
    @Operation("compute:floating-ips:list")
    public Response list() {
        request.only(1, LAST);
        return JsonOut.document(out -> out.objects("floating_ips", List.of(), (item, none) -> {}))
                .ok();
    }
}
