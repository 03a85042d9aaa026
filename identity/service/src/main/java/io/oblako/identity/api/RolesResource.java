package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.ManageRoles;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles and what they imply. */
@Path("/v3")
@RunOnVirtualThread
public class RolesResource {

    private static final int MAX_NAME = 255;
    private static final Set<String> KNOWN = Set.of("id", "name", "domain_id", "description", "options", "links");

    private final Roles roles;
    private final ManageRoles manage;
    private final Projects projects;
    private final Spheres spheres;
    private final IdSource ids;
    private final Links links;

    RolesResource(Roles roles, ManageRoles manage, Projects projects, Spheres spheres, IdSource ids, Links links) {
        this.roles = roles;
        this.manage = manage;
        this.projects = projects;
        this.spheres = spheres;
        this.ids = ids;
        this.links = links;
    }

    @GET
    @Path("roles")
    @Operation("identity:roles:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        sphere.requireList();
        Filters filters = new Filters(uri.getQueryParameters());
        String domain = filters.text("domain_id");
        if (domain != null && !sphere.sees(domain)) {
            throw Sphere.denied();
        }
        return links.list(
                "roles", "/roles", uri, roles.list(filters.text("name"), domain), r -> RoleViews.role(r, links));
    }

    @POST
    @Path("roles")
    @Mutation
    @Operation("identity:roles:create")
    public Response create(@Nullable JsonNode json) {
        Body body = Body.of(json, "role");
        String domain = body.optional("domain_id", 64).orElse(null);
        if (domain != null && projects.find(domain).filter(Project::isDomain).isEmpty()) {
            throw Sphere.absent("domain", domain);
        }
        Role role = new Role(
                ids.next(),
                body.name("name", MAX_NAME),
                domain,
                body.textOr("description", ""),
                body.extra(KNOWN, Map.of()));
        roles.add(role);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("role", RoleViews.role(role, links)))
                .build();
    }

    @GET
    @Path("roles/{id}")
    @Operation("identity:roles:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        Sphere sphere = spheres.current();
        sphere.requireList();
        Role role = find(id);
        String domain = role.domainId();
        if (domain != null && !sphere.sees(domain)) {
            throw Sphere.absent("role", id);
        }
        return Map.of("role", RoleViews.role(role, links));
    }

    private Role find(String id) {
        return roles.find(id).orElseThrow(() -> Sphere.absent("role", id));
    }

    @PATCH
    @Path("roles/{id}")
    @Mutation
    @Operation("identity:roles:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "role");
        Role before = find(id);
        Role after = new Role(
                id,
                body.nameOr("name", MAX_NAME, before.name()),
                before.domainId(),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.extra(KNOWN, before.extra()));
        roles.save(after);
        return Map.of("role", RoleViews.role(after, links));
    }

    @DELETE
    @Path("roles/{id}")
    @Mutation
    @Operation("identity:roles:delete")
    public void delete(@PathParam("id") String id) {
        manage.delete(find(id));
    }

    @GET
    @Path("roles/{id}/implies")
    @Operation("identity:implied-roles:list")
    public Map<String, Object> implied(@PathParam("id") String id) {
        Role prior = find(id);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("role_inference", inference(prior, impliedBy(prior, roles.graph())));
        document.put("links", links.self("/roles/" + id + "/implies"));
        return document;
    }

    private List<Role> impliedBy(Role prior, RoleGraph graph) {
        List<Role> implied = new ArrayList<>();
        for (Roles.Implication implication : roles.implications()) {
            if (implication.priorId().equals(prior.id())) {
                graph.byId(implication.impliedId()).ifPresent(implied::add);
            }
        }
        return implied;
    }

    private Map<String, Object> inference(Role prior, List<Role> implied) {
        Map<String, Object> inference = new LinkedHashMap<>();
        inference.put("prior_role", RoleViews.brief(prior, links));
        inference.put(
                "implies",
                implied.stream().map(role -> RoleViews.brief(role, links)).toList());
        return inference;
    }

    @GET
    @Path("roles/{id}/implies/{implied}")
    @Operation("identity:implied-roles:show")
    public Map<String, Object> implication(@PathParam("id") String id, @PathParam("implied") String impliedId) {
        Role prior = find(id);
        Role implied = find(impliedId);
        if (!roles.implications().contains(new Roles.Implication(id, impliedId))) {
            throw CloudException.notFound("%s does not imply %s.".formatted(id, impliedId));
        }
        return one(prior, implied);
    }

    /** Without a body: the check of an implication is answered with 204, showing it with 200. */
    @HEAD
    @Path("roles/{id}/implies/{implied}")
    @Operation("identity:implied-roles:check")
    public void checkImplication(@PathParam("id") String id, @PathParam("implied") String impliedId) {
        implication(id, impliedId);
    }

    private Map<String, Object> one(Role prior, Role implied) {
        Map<String, Object> inference = new LinkedHashMap<>();
        inference.put("prior_role", RoleViews.brief(prior, links));
        inference.put("implies", RoleViews.brief(implied, links));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("role_inference", inference);
        document.put("links", links.self("/roles/" + prior.id() + "/implies/" + implied.id()));
        return document;
    }

    @PUT
    @Path("roles/{id}/implies/{implied}")
    @Mutation
    @Operation("identity:implied-roles:create")
    public Response imply(@PathParam("id") String id, @PathParam("implied") String impliedId) {
        Role prior = find(id);
        Role implied = find(impliedId);
        manage.imply(prior, implied);
        return Response.status(Response.Status.CREATED)
                .entity(one(prior, implied))
                .build();
    }

    @DELETE
    @Path("roles/{id}/implies/{implied}")
    @Mutation
    @Operation("identity:implied-roles:delete")
    public void unimply(@PathParam("id") String id, @PathParam("implied") String impliedId) {
        manage.unimply(find(id), find(impliedId));
    }

    @GET
    @Path("role_inferences")
    @Operation("identity:role-inferences:list")
    public Map<String, Object> inferences() {
        RoleGraph graph = roles.graph();
        List<Map<String, Object>> all = new ArrayList<>();
        for (String prior : roles.implications().stream()
                .map(Roles.Implication::priorId)
                .distinct()
                .toList()) {
            graph.byId(prior).ifPresent(role -> all.add(inference(role, impliedBy(role, graph))));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("role_inferences", all);
        document.put("links", links.self("/role_inferences"));
        return document;
    }
}
