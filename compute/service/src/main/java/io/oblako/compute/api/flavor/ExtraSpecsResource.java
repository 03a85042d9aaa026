package io.oblako.compute.api.flavor;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.flavor.ExtraSpecs;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.flavor.FlavorAccess;
import io.oblako.compute.domain.flavor.Flavors;
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
import java.util.Map;
import java.util.TreeMap;

/** What flavors ask of a host. */
@Path("/v2.1/flavors/{flavor}/os-extra_specs")
@RunOnVirtualThread
public class ExtraSpecsResource {

    /** From here on values of known specs are checked. */
    private static final int CHECKED_SINCE = 86;

    private final NovaRequest request;
    private final Flavors flavors;
    private final FlavorLists lists;

    ExtraSpecsResource(NovaRequest request, Flavors flavors, FlavorLists lists) {
        this.request = request;
        this.flavors = flavors;
        this.lists = lists;
    }

    @GET
    @Operation("compute:flavor-extra-specs:list")
    public Response list(@PathParam("flavor") String id) {
        Flavor flavor = lists.visible(id);
        return JsonOut.document(out -> out.map("extra_specs", flavor.extraSpecs()))
                .ok();
    }

    @POST
    @Operation("compute:flavor-extra-specs:create")
    @Mutation
    public Response create(@PathParam("flavor") String id, byte[] bytes) {
        Map<String, String> added =
                request.body(bytes, FlavorSchemas.EXTRA_SPECS).map("extra_specs");
        change(id, added);
        return JsonOut.document(out -> out.map("extra_specs", added)).status(200);
    }

    @GET
    @Path("{key}")
    @Operation("compute:flavor-extra-specs:show")
    public Response show(@PathParam("flavor") String id, @PathParam("key") String key) {
        String value = lists.visible(id).extraSpecs().get(key);
        if (value == null) {
            throw absent(id, key);
        }
        return JsonOut.document(out -> out.text(key, value)).ok();
    }

    @PUT
    @Path("{key}")
    @Operation("compute:flavor-extra-specs:update")
    @Mutation
    public Response update(@PathParam("flavor") String id, @PathParam("key") String key, byte[] bytes) {
        Body body = request.body(bytes, FlavorSchemas.ONE_SPEC);
        if (body.node().size() != 1) {
            throw CloudException.badRequest("Request body contains too many items: exactly one spec is expected");
        }
        String value = body.text(key).orElseThrow(() -> CloudException.badRequest("Request body and URI mismatch"));
        change(id, Map.of(key, value));
        return JsonOut.document(out -> out.text(key, value)).status(200);
    }

    @DELETE
    @Path("{key}")
    @Operation("compute:flavor-extra-specs:delete")
    @Mutation
    public Response delete(@PathParam("flavor") String id, @PathParam("key") String key) {
        Flavor flavor = flavors.find(id).orElseThrow(() -> FlavorAccess.notFound(id));
        Map<String, String> rest = new TreeMap<>(flavor.extraSpecs());
        if (rest.remove(key) == null) {
            throw absent(id, key);
        }
        flavors.save(flavor.withExtraSpecs(rest));
        return Response.ok().build();
    }

    private void change(String id, Map<String, String> added) {
        if (request.since(CHECKED_SINCE)) {
            added.forEach(ExtraSpecs::check);
        }
        Flavor flavor = flavors.find(id).orElseThrow(() -> FlavorAccess.notFound(id));
        Map<String, String> all = new TreeMap<>(flavor.extraSpecs());
        all.putAll(added);
        if (all.size() > ExtraSpecs.MOST) {
            throw CloudException.badRequest("A flavor has at most %d extra specs.".formatted(ExtraSpecs.MOST));
        }
        flavors.save(flavor.withExtraSpecs(all));
    }

    private static CloudException absent(String flavor, String key) {
        return CloudException.notFound("Flavor %s has no extra specs with key %s."
                .formatted(flavor, key.length() > 64 ? key.substring(0, 64) + '…' : key));
    }
}
