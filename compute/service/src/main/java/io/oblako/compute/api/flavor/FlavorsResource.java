package io.oblako.compute.api.flavor;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.flavor.FlavorAccess;
import io.oblako.compute.domain.flavor.Flavors;
import io.oblako.compute.domain.project.RequireProject;
import io.oblako.kernel.error.CloudException;
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
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Flavors: tenants read those they may use, operators make and remove them.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#flavors">Compute API: flavors</a>
 */
@Path("/v2.1/flavors")
@RunOnVirtualThread
public class FlavorsResource {

    private final NovaRequest request;
    private final Flavors flavors;
    private final FlavorLists lists;
    private final Links links;
    private final RequireProject projects;
    private final Clock clock;

    FlavorsResource(
            NovaRequest request,
            Flavors flavors,
            FlavorLists lists,
            Links links,
            RequireProject projects,
            Clock clock) {
        this.request = request;
        this.flavors = flavors;
        this.lists = lists;
        this.links = links;
        this.projects = projects;
        this.clock = clock;
    }

    @GET
    @Operation("compute:flavors:list")
    public Response list() {
        return lists.answer("/flavors", (out, flavor) -> FlavorView.brief(out, flavor, links, request.minor()));
    }

    @GET
    @Path("detail")
    @Operation("compute:flavors:list-detail")
    public Response detail() {
        return lists.answer("/flavors/detail", (out, flavor) -> FlavorView.full(out, flavor, links, request.minor()));
    }

    @GET
    @Path("{flavor}")
    @Operation("compute:flavors:show")
    public Response show(@PathParam("flavor") String id) {
        Flavor flavor = lists.visible(id);
        return document(flavor).ok();
    }

    @POST
    @Operation("compute:flavors:create")
    @Mutation
    public Response create(byte[] bytes) {
        Body body = request.body(bytes, FlavorSchemas.CREATE).at("flavor");
        Flavor flavor = new Flavor(
                body.text("id")
                        .filter(id -> !id.equals("auto"))
                        .orElseGet(() -> UUID.randomUUID().toString()),
                body.needed("name"),
                body.whole("vcpus").orElseThrow(),
                body.whole("ram").orElseThrow(),
                body.whole("disk").orElseThrow(),
                body.whole("OS-FLV-EXT-DATA:ephemeral").orElse(0),
                body.whole("swap").orElse(0),
                body.text("rxtx_factor").map(Double::parseDouble).orElse(1.0),
                body.bool("os-flavor-access:is_public").orElse(true),
                false,
                body.textOrNull("description"),
                Map.of(),
                clock.instant());
        flavors.add(flavor);
        return document(flavor).status(200);
    }

    @PUT
    @Path("{flavor}")
    @Operation("compute:flavors:update")
    @Mutation
    public Response update(@PathParam("flavor") String id, byte[] bytes) {
        request.only(55, Integer.MAX_VALUE);
        Body body = request.body(bytes, FlavorSchemas.UPDATE).at("flavor");
        Flavor flavor = flavors.find(id)
                .orElseThrow(() -> FlavorAccess.notFound(id))
                .withDescription(body.textOrNull("description"));
        flavors.save(flavor);
        return document(flavor).status(200);
    }

    @DELETE
    @Path("{flavor}")
    @Operation("compute:flavors:delete")
    @Mutation
    public Response delete(@PathParam("flavor") String id) {
        if (!flavors.remove(id)) {
            throw FlavorAccess.notFound(id);
        }
        return Response.accepted().build();
    }

    @POST
    @Path("{flavor}/action")
    @Operation("compute:flavors:action")
    @Mutation
    public Response action(@PathParam("flavor") String id, byte[] bytes) {
        Body body = Body.read(bytes);
        FlavorAccess access = new FlavorAccess(flavors);
        if (body.names("addTenantAccess")) {
            body.check(FlavorSchemas.ADD_ACCESS, request.minor());
            access.grant(
                    id, projects.existing(request.caller(), FlavorAccessResource.tenant(body.at("addTenantAccess"))));
        } else if (body.names("removeTenantAccess")) {
            body.check(FlavorSchemas.REMOVE_ACCESS, request.minor());
            access.revoke(id, RequireProject.parsed(FlavorAccessResource.tenant(body.at("removeTenantAccess"))));
        } else {
            throw CloudException.badRequest(
                    "There is no such action: addTenantAccess or removeTenantAccess is expected");
        }
        return FlavorAccessResource.document(id, flavors.access(id)).status(200);
    }

    private Document document(Flavor flavor) {
        return JsonOut.document(
                out -> out.object("flavor", shown -> FlavorView.full(shown, flavor, links, request.minor())));
    }
}
