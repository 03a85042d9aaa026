package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.project.DeleteDomain;
import io.oblako.identity.domain.project.ManageProjects;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Domains: made and changed by operators, seen by those who are in them. */
@Path("/v3")
@RunOnVirtualThread
public class DomainsResource {

    private static final int MAX_NAME = 64;
    private static final Set<String> KNOWN =
            Set.of("id", "name", "description", "enabled", "tags", "options", "links", "explicit_domain_id");

    private final Projects projects;
    private final ManageProjects manage;
    private final DeleteDomain deleteDomain;
    private final Spheres spheres;
    private final IdSource ids;
    private final Links links;

    DomainsResource(
            Projects projects,
            ManageProjects manage,
            DeleteDomain deleteDomain,
            Spheres spheres,
            IdSource ids,
            Links links) {
        this.projects = projects;
        this.manage = manage;
        this.deleteDomain = deleteDomain;
        this.spheres = spheres;
        this.ids = ids;
        this.links = links;
    }

    @GET
    @Path("domains")
    @Operation("identity:domains:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        Filters filters = new Filters(uri.getQueryParameters());
        var filter = new ProjectFilter(
                filters.matches("name"),
                null,
                null,
                filters.optionalFlag("enabled"),
                true,
                sphere.seesAll() ? null : Set.of(ownDomain(sphere)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return links.list("domains", "/domains", uri, projects.list(filter), d -> ProjectViews.domain(d, links));
    }

    /** The domain a caller acts in or belongs to: clients look their domain up by name. */
    private static String ownDomain(Sphere sphere) {
        return sphere.domain().orElse(sphere.caller().userDomain().value());
    }

    @POST
    @Path("domains")
    @Mutation
    @Operation("identity:domains:create")
    public Response create(@Nullable JsonNode json) {
        Body body = Body.of(json, "domain");
        Project domain = new Project(
                body.optional("explicit_domain_id", 32).orElseGet(ids::next),
                body.name("name", MAX_NAME),
                null,
                null,
                body.flag("enabled", true),
                body.textOr("description", ""),
                ProjectsResource.tags(body),
                body.extra(KNOWN, Map.of()),
                1);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("domain", ProjectViews.domain(manage.create(domain), links)))
                .build();
    }

    @GET
    @Path("domains/{id}")
    @Operation("identity:domains:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("domain", ProjectViews.domain(visible(id), links));
    }

    private Project visible(String id) {
        Sphere sphere = spheres.current();
        if (!sphere.sees(id)
                && !ownDomain(sphere).equals(id)
                && !(sphere.caller().scope() instanceof io.oblako.kernel.token.Scope.Project project
                        && project.domain().value().equals(id))) {
            throw Sphere.absent("domain", id);
        }
        return projects.find(id).filter(Project::isDomain).orElseThrow(() -> Sphere.absent("domain", id));
    }

    @PATCH
    @Path("domains/{id}")
    @Mutation
    @Operation("identity:domains:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "domain");
        Project before = visible(id);
        Project after = before.changed(
                body.nameOr("name", MAX_NAME, before.name()),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.flag("enabled", before.enabled()),
                body.extra(KNOWN, before.extra()));
        return Map.of("domain", ProjectViews.domain(manage.update(before, after), links));
    }

    @DELETE
    @Path("domains/{id}")
    @Mutation
    @Operation("identity:domains:delete")
    public void delete(@PathParam("id") String id) {
        deleteDomain.delete(visible(id));
    }
}
