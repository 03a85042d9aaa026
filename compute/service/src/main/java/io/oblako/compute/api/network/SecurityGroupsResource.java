package io.oblako.compute.api.network;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.network.ProjectGroups;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Security groups of the project as old clients list and change them here. Their rules are known to the network service
 * alone (docs/adr/0064).
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#security-groups-os-security-groups-deprecated">Compute API:
 *     security groups</a>
 */
@Path("/v2.1/os-security-groups")
@RunOnVirtualThread
public class SecurityGroupsResource {

    private static final int LAST = 35;

    private final NovaRequest request;
    private final ProjectGroups groups;
    private final GroupChanges changes;
    private final Transactions transactions;

    SecurityGroupsResource(NovaRequest request, ProjectGroups groups, GroupChanges changes, Transactions transactions) {
        this.request = request;
        this.groups = groups;
        this.changes = changes;
        this.transactions = transactions;
    }

    /** Every project has its default group from the first look on, as at the network service. */
    @GET
    @Operation("compute:security-groups:list")
    public Response list() {
        request.only(1, LAST);
        ProjectId project = request.project();
        if (!groups.hasDefault(project)) {
            transactions.run(() -> groups.needDefault(project));
            groups.awaitDefault(project);
        }
        return JsonOut.document(
                        out -> out.objects("security_groups", groups.all(project), SecurityGroupsResource::write))
                .ok();
    }

    @GET
    @Path("{group}")
    @Operation("compute:security-groups:show")
    public Response show(@PathParam("group") String id) {
        request.only(1, LAST);
        return document(groups.one(request.project(), id)).ok();
    }

    /** The answer waits until the group is there: old clients look at once. */
    @POST
    @Operation("compute:security-groups:create")
    public Response create(byte[] body) {
        request.only(1, LAST);
        Response ordered = changes.create(body);
        UUID group = Links.id(ordered.getLocation());
        return document(groups.made(group)).status(200);
    }

    @PUT
    @Path("{group}")
    @Operation("compute:security-groups:update")
    public Response update(@PathParam("group") String id, byte[] bytes) {
        request.only(1, LAST);
        Body body = changes.group(bytes);
        changes.update(id, body);
        return document(groups.described(request.project(), id, body.needed("name"), body.textOrNull("description")))
                .status(200);
    }

    @DELETE
    @Path("{group}")
    @Operation("compute:security-groups:delete")
    @Mutation
    public Response delete(@PathParam("group") String id) {
        request.only(1, LAST);
        groups.delete(request.project(), id);
        return Response.accepted().build();
    }

    /** What asks for the deletion of a group without naming it finds none. */
    @DELETE
    @Operation("compute:security-groups:delete")
    @Mutation
    public Response deleteNothing() {
        throw CloudException.notFound("The resource could not be found.");
    }

    private static Document document(SecurityGroupFact group) {
        return JsonOut.document(out -> out.object("security_group", shown -> write(shown, group)));
    }

    /** How a group looks, here and among those of a server. */
    public static void write(JsonOut out, SecurityGroupFact group) {
        out.text("id", group.id().toString())
                .text("name", group.name())
                .text("description", Objects.requireNonNullElse(group.description(), ""))
                .text("tenant_id", group.project())
                .objects("rules", List.<SecurityGroupFact>of(), (item, none) -> {});
    }
}
