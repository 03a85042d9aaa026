package io.oblako.compute.api.network;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.network.Networks;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;

/**
 * Security groups of the project as old clients list them here. Their rules are known to the network service alone
 * (docs/adr/0064).
 */
@Path("/v2.1/os-security-groups")
@RunOnVirtualThread
public class SecurityGroupsResource {

    private static final int LAST = 35;

    private final NovaRequest request;
    private final Networks networks;

    SecurityGroupsResource(NovaRequest request, Networks networks) {
        this.request = request;
        this.networks = networks;
    }

    @GET
    @Operation("compute:security-groups:list")
    public Response list() {
        request.only(1, LAST);
        String project = request.project().value();
        List<SecurityGroupFact> own = networks.securityGroups().stream()
                .filter(group -> group.project().equals(project))
                .sorted(Comparator.comparing(SecurityGroupFact::name).thenComparing(SecurityGroupFact::id))
                .toList();
        return JsonOut.document(out -> out.objects("security_groups", own, SecurityGroupsResource::write))
                .ok();
    }

    /** How a group looks, here and among those of a server. */
    public static void write(JsonOut out, SecurityGroupFact group) {
        out.text("id", group.id().toString())
                .text("name", group.name())
                .text("description", "")
                .text("tenant_id", group.project())
                .objects("rules", List.<SecurityGroupFact>of(), (item, none) -> {});
    }
}
