package io.oblako.compute.api.flavor;

import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.flavor.FlavorAccess;
import io.oblako.compute.domain.flavor.Flavors;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** Which projects may use a private flavor; for operators. */
@Path("/v2.1/flavors/{flavor}/os-flavor-access")
@RunOnVirtualThread
public class FlavorAccessResource {

    private final Flavors flavors;

    FlavorAccessResource(Flavors flavors) {
        this.flavors = flavors;
    }

    @GET
    @Operation("compute:flavor-access:list")
    public Response list(@PathParam("flavor") String flavor) {
        return document(flavor, new FlavorAccess(flavors).list(flavor)).ok();
    }

    static Document document(String flavor, Set<String> projects) {
        return JsonOut.document(out -> out.objects(
                "flavor_access",
                projects,
                (access, project) -> access.text("flavor_id", flavor).text("tenant_id", project)));
    }

    static String tenant(Body body) {
        return body.needed("tenant");
    }
}
