package io.oblako.compute.api.quota;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits and usage of a project in the form of Nova's {@code limits}: {@code openstack limits show --absolute}. */
@Path("/v2.1/limits")
@RunOnVirtualThread
public class LimitsResource {

    private static final int WITHOUT_NETWORKS = 36;
    private static final int WITHOUT_IMAGE_META = 39;
    private static final int WITHOUT_PERSONALITY = 57;
    private static final int UNLIMITED = Quotas.UNLIMITED;

    private final NovaRequest request;
    private final Quotas quotas;

    LimitsResource(NovaRequest request, Quotas quotas) {
        this.request = request;
        this.quotas = quotas;
    }

    @GET
    @Operation("compute:limits:show")
    public Response show() {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("tenant_id"));
        ProjectId project = project();
        Map<Resource, Integer> limits = quotas.limits(project);
        Map<Resource, Long> usage = quotas.usage(project);
        return JsonOut.document(out -> out.object(
                        "limits",
                        both -> both.objects("rate", List.of(), (rate, none) -> {})
                                .object("absolute", absolute -> absolute(absolute, limits, usage))))
                .ok();
    }

    private ProjectId project() {
        String other = request.query().getFirst("tenant_id");
        if (other == null) {
            return request.project();
        }
        boolean own = request.caller()
                .project()
                .filter(id -> id.value().equals(other))
                .isPresent();
        if (!own && !request.caller().isAdmin()) {
            throw CloudException.forbidden("Policy doesn't allow os_compute_api:limits:other_project to be performed.");
        }
        if (!other.matches("[A-Za-z0-9_-]{1,64}")) {
            throw CloudException.badRequest("tenant_id is not the id of a project");
        }
        return ProjectId.of(other);
    }

    private void absolute(JsonOut out, Map<Resource, Integer> limits, Map<Resource, Long> usage) {
        out.number("maxTotalInstances", limit(limits, Resource.INSTANCES))
                .number("maxTotalCores", limit(limits, Resource.CORES))
                .number("maxTotalRAMSize", limit(limits, Resource.RAM))
                .number("maxServerMeta", limit(limits, Resource.METADATA_ITEMS))
                .number("maxTotalKeypairs", limit(limits, Resource.KEY_PAIRS))
                .number("maxServerGroups", limit(limits, Resource.SERVER_GROUPS))
                .number("maxServerGroupMembers", limit(limits, Resource.SERVER_GROUP_MEMBERS))
                .number("totalInstancesUsed", used(usage, Resource.INSTANCES))
                .number("totalCoresUsed", used(usage, Resource.CORES))
                .number("totalRAMUsed", used(usage, Resource.RAM))
                .number("totalServerGroupsUsed", used(usage, Resource.SERVER_GROUPS));
        if (!request.since(WITHOUT_NETWORKS)) {
            out.number("maxTotalFloatingIps", UNLIMITED)
                    .number("totalFloatingIpsUsed", 0)
                    .number("maxSecurityGroups", UNLIMITED)
                    .number("maxSecurityGroupRules", UNLIMITED)
                    .number("totalSecurityGroupsUsed", 0);
        }
        if (!request.since(WITHOUT_IMAGE_META)) {
            out.number("maxImageMeta", limit(limits, Resource.METADATA_ITEMS));
        }
        if (!request.since(WITHOUT_PERSONALITY)) {
            out.number("maxPersonality", limit(limits, Resource.INJECTED_FILES))
                    .number("maxPersonalitySize", limit(limits, Resource.INJECTED_FILE_CONTENT_BYTES));
        }
    }

    private static int limit(Map<Resource, Integer> limits, Resource resource) {
        return limits.getOrDefault(resource, UNLIMITED);
    }

    private static long used(Map<Resource, Long> usage, Resource resource) {
        return usage.getOrDefault(resource, 0L);
    }
}
