package io.oblako.compute.api.quota;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.project.RequireProject;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;

/** Quotas of projects: tenants read their own, operators read and change all. */
@Path("/v2.1/os-quota-sets/{project}")
@RunOnVirtualThread
public class QuotaSetsResource {

    private static final Set<String> QUERY = Set.of("user_id");

    private final NovaRequest request;
    private final Quotas quotas;
    private final RequireProject projects;

    QuotaSetsResource(NovaRequest request, Quotas quotas, RequireProject projects) {
        this.request = request;
        this.quotas = quotas;
        this.projects = projects;
    }

    @GET
    @Operation("compute:quota-sets:show")
    public Response show(@PathParam("project") String id) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, QUERY);
        ProjectId project = readable(id);
        Map<Resource, Integer> limits = quotas.limits(project);
        return JsonOut.document(out -> out.object("quota_set", set -> {
                    set.text("id", project.value());
                    QuotaView.set(set, limits, request.minor());
                }))
                .ok();
    }

    /** Anybody may know what a project gets that nobody has given more. */
    @GET
    @Path("defaults")
    @Operation("compute:quota-sets:defaults")
    public Response defaults(@PathParam("project") String id) {
        ProjectId project = projects.existing(request.caller(), id);
        Map<Resource, Integer> limits = quotas.defaults();
        return JsonOut.document(out -> out.object("quota_set", set -> {
                    set.text("id", project.value());
                    QuotaView.set(set, limits, request.minor());
                }))
                .ok();
    }

    @GET
    @Path("detail")
    @Operation("compute:quota-sets:detail")
    public Response detail(@PathParam("project") String id) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, QUERY);
        ProjectId project = readable(id);
        Map<Resource, Integer> limits = quotas.limits(project);
        Map<Resource, Long> usage = quotas.usage(project);
        return JsonOut.document(out -> out.object("quota_set", set -> {
                    set.text("id", project.value());
                    QuotaView.detail(set, limits, usage, request.minor());
                }))
                .ok();
    }

    @PUT
    @Operation("compute:quota-sets:update")
    @Mutation
    public Response update(@PathParam("project") String id, byte[] bytes) {
        ProjectId project = projects.existing(request.caller(), id);
        Body body = request.body(bytes, QuotaSchemas.SET).at("quota_set");
        Map<Resource, Integer> wanted = QuotaSchemas.read(body);
        if (!body.bool("force").orElse(false)) {
            refuseBelowUsage(wanted, quotas.usage(project));
        }
        quotas.setLimits(project, wanted);
        Map<Resource, Integer> limits = quotas.limits(project);
        return JsonOut.document(out -> out.object("quota_set", set -> QuotaView.set(set, limits, request.minor())))
                .status(200);
    }

    private static void refuseBelowUsage(Map<Resource, Integer> wanted, Map<Resource, Long> usage) {
        wanted.forEach((resource, limit) -> {
            long used = usage.getOrDefault(resource, 0L);
            if (limit >= 0 && used > limit) {
                throw CloudException.badRequest(
                        ("Quota limit %d for %s must be greater than or equal to already used and reserved %d. Add"
                                        + " \"force\": true to set it all the same.")
                                .formatted(limit, resource.word(), used));
            }
        });
    }

    /** Also for a project that is gone: this is how its limits go. */
    @DELETE
    @Operation("compute:quota-sets:delete")
    @Mutation
    public Response delete(@PathParam("project") String id) {
        quotas.resetLimits(RequireProject.parsed(id));
        return Response.accepted().build();
    }

    /** Another project's quota is forbidden, not hidden: it exists for every project id there may be. */
    private ProjectId readable(String id) {
        boolean own = request.caller()
                .project()
                .filter(project -> project.value().equals(id))
                .isPresent();
        if (!own && !request.caller().isAdmin()) {
            throw CloudException.forbidden("Policy doesn't allow os_compute_api:os-quota-sets:show to be performed.");
        }
        return projects.existing(request.caller(), id);
    }
}
