package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quotas: a project sees its own, operators see and set all.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas">Networking API: quotas</a>
 */
@Path("/v2.0/quotas")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class QuotasResource {

    private static final Type<Integer> LIMIT = Types.number(Quotas.UNLIMITED, Integer.MAX_VALUE);
    private static final List<String> OWNER = List.of("project_id", "tenant_id");

    private final Quotas quotas;
    private final CurrentCaller caller;

    QuotasResource(Quotas quotas, CurrentCaller caller) {
        this.quotas = quotas;
        this.caller = caller;
    }

    @GET
    @Operation("network:quotas:list")
    public Map<String, Object> list() {
        return Map.of(
                "quotas",
                quotas.decided().stream()
                        .map(project -> {
                            Map<String, Object> view = view(quotas.limits(project));
                            OWNER.forEach(name -> view.put(name, project.value()));
                            return view;
                        })
                        .toList());
    }

    @GET
    @Path("{project}")
    @Operation("network:quotas:show")
    public Map<String, Object> show(@PathParam("project") String project) {
        return Map.of("quota", view(quotas.limits(visible(project))));
    }

    @GET
    @Path("{project}/default")
    @Operation("network:quotas:default")
    public Map<String, Object> standard(@PathParam("project") String project) {
        visible(project);
        return Map.of("quota", view(quotas.defaults()));
    }

    @GET
    @Path("{project}/details")
    @Operation("network:quotas:details")
    public Map<String, Object> details(@PathParam("project") String project) {
        ProjectId visible = visible(project);
        Map<Kind, Integer> usage = quotas.usage(visible);
        Map<String, Object> details = new LinkedHashMap<>();
        quotas.limits(visible)
                .forEach((kind, limit) -> details.put(
                        kind.word(), Map.of("limit", limit, "used", usage.getOrDefault(kind, 0), "reserved", 0)));
        return Map.of("quota", details);
    }

    @PUT
    @Path("{project}")
    @Mutation
    @Operation("network:quotas:update")
    public Map<String, Object> update(@PathParam("project") String project, JsonNode body) {
        ProjectId visible = visible(project);
        JsonNode given = body == null ? null : body.get("quota");
        if (given == null || !given.isObject()) {
            throw CloudException.badRequest("Unable to find 'quota' in request body");
        }
        Map<Kind, Integer> limits = new EnumMap<>(Kind.class);
        given.properties().forEach(field -> {
            if (!OWNER.contains(field.getKey())) {
                limits.put(kind(field.getKey()), limit(field.getKey(), field.getValue()));
            }
        });
        quotas.set(visible, limits);
        return Map.of("quota", view(quotas.limits(visible)));
    }

    @DELETE
    @Path("{project}")
    @Mutation
    @Operation("network:quotas:delete")
    public void delete(@PathParam("project") String project) {
        quotas.reset(visible(project));
    }

    private static Kind kind(String word) {
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(each -> each.counted() && each.word().equals(word))
                .findFirst();
        return kind.orElseThrow(() -> CloudException.badRequest(
                "Unrecognized attribute(s) '%s'".formatted(word.length() > 64 ? word.substring(0, 64) : word)));
    }

    private static int limit(String name, JsonNode value) {
        try {
            return LIMIT.read(value);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for %s. Reason: %s.".formatted(name, e.getMessage()));
        }
    }

    private static Map<String, Object> view(Map<Kind, Integer> limits) {
        Map<String, Object> view = new LinkedHashMap<>();
        limits.forEach((kind, limit) -> view.put(kind.word(), limit));
        return view;
    }

    /** @throws CloudException POLICY_NOT_AUTHORIZED for another project, unless the caller is an operator */
    private ProjectId visible(String text) {
        Viewer viewer = Viewer.of(caller.get());
        ProjectId own = viewer.project();
        if (!viewer.operator() && (own == null || !own.value().equals(text))) {
            throw Viewer.notAllowed("get_quota");
        }
        try {
            return ProjectId.of(text);
        } catch (IllegalArgumentException e) {
            throw CloudException.notFound("The project could not be found.");
        }
    }
}
