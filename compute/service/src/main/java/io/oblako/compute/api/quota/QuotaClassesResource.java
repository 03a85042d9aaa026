package io.oblako.compute.api.quota;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The default limits. There is one class, {@code default}, as in Nova. */
@Path("/v2.1/os-quota-class-sets/{name}")
@RunOnVirtualThread
public class QuotaClassesResource {

    private static final String ONLY = "default";

    private final NovaRequest request;
    private final Quotas quotas;

    QuotaClassesResource(NovaRequest request, Quotas quotas) {
        this.request = request;
        this.quotas = quotas;
    }

    @GET
    @Operation("compute:quota-class-sets:show")
    public Response show(@PathParam("name") String name) {
        Map<Resource, Integer> limits = quotas.defaults();
        String shown = name.length() > 255 ? name.substring(0, 255) : name;
        return JsonOut.document(out -> out.object("quota_class_set", set -> {
                    set.text("id", shown);
                    QuotaView.classSet(set, limits, request.minor());
                }))
                .ok();
    }

    @PUT
    @Operation("compute:quota-class-sets:update")
    @Mutation
    public Response update(@PathParam("name") String name, byte[] bytes) {
        if (!name.equals(ONLY)) {
            throw CloudException.badRequest("The only quota class is \"default\".");
        }
        quotas.setDefaults(
                QuotaSchemas.read(request.body(bytes, QuotaSchemas.CLASS_SET).at("quota_class_set")));
        Map<Resource, Integer> limits = quotas.defaults();
        return JsonOut.document(
                        out -> out.object("quota_class_set", set -> QuotaView.classSet(set, limits, request.minor())))
                .status(200);
    }
}
