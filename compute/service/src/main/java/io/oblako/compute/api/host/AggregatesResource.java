package io.oblako.compute.api.host;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Host aggregates: there are none yet, and the list says so. */
@Path("/v2.1/os-aggregates")
@RunOnVirtualThread
public class AggregatesResource {

    @GET
    @Operation("compute:aggregates:list")
    public Response list() {
        return JsonOut.document(out -> out.objects("aggregates", List.of(), (item, none) -> {}))
                .ok();
    }
}
