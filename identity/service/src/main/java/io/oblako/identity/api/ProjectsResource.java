package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.project.DeleteDomain;
import io.oblako.identity.domain.project.ManageProjects;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Projects, nested up to {@link ManageProjects#MAX_DEPTH} levels. */
@Path("/v3")
@RunOnVirtualThread
public class ProjectsResource {

    private static final int MAX_NAME = 64;
    private static final int MAX_TAGS = 80;
    private static final int MAX_TAG = 255;
    private static final Set<String> KNOWN = Set.of(
            "id",
            "name",
            "domain_id",
            "parent_id",
            "description",
            "enabled",
            "is_domain",
            "tags",
            "options",
            "links",
            "parents",
            "subtree");

    private final Projects projects;
    private final ManageProjects manage;
    private final DeleteDomain deleteDomain;
    private final Roles roles;
    private final Spheres spheres;
    private final IdSource ids;
    private final Links links;

    ProjectsResource(
            Projects projects,
            ManageProjects manage,
            DeleteDomain deleteDomain,
            Roles roles,
            Spheres spheres,
            IdSource ids,
            Links links) {
        this.projects = projects;
        this.manage = manage;
        this.deleteDomain = deleteDomain;
        this.roles = roles;
        this.spheres = spheres;
        this.ids = ids;
        this.links = links;
    }

    static List<String> tags(Body body) {
        List<String> tags = body.texts("tags", MAX_TAGS, MAX_TAG);
        tags.forEach(ProjectsResource::requireTag);
        return tags;
    }

    static void requireTag(String tag) {
        if (tag.contains("/") || tag.contains(",") || tag.length() > MAX_TAG) {
            throw CloudException.badRequest("A tag has 1 to 255 characters, none of them / or a comma.");
        }
    }

    @GET
    @Path("projects")
    @Operation("identity:projects:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        Filters filters = new Filters(uri.getQueryParameters());
        boolean domains = filters.flag("is_domain");
        String domain = filters.text("domain_id");
        Set<String> only = null;
        if (!sphere.seesAll()) {
            sphere.requireList();
            String own = sphere.domain().orElseThrow();
            only = domains ? Set.of(own) : null;
            domain = domains ? null : own;
        }
        var filter = new ProjectFilter(
                filters.matches("name"),
                domain,
                filters.text("parent_id"),
                filters.optionalFlag("enabled"),
                domains,
                only,
                filters.values("tags"),
                filters.values("tags-any"),
                filters.values("not-tags"),
                filters.values("not-tags-any"));
        return links.list("projects", "/projects", uri, projects.list(filter), p -> ProjectViews.project(p, links));
    }

    @POST
    @Path("projects")
    @Mutation
    @Operation("identity:projects:create")
    public Response create(@Nullable JsonNode json) {
        Sphere sphere = spheres.current();
        Body body = Body.of(json, "project");
        if (body.flag("is_domain", false)) {
            return createDomain(sphere, body);
        }
        String parent = body.optional("parent_id", 64).orElse(null);
        String domain = body.optional("domain_id", 64).orElseGet(() -> domainFor(parent, sphere.caller()));
        if (!sphere.manages(domain)) {
            throw Sphere.denied();
        }
        Project project = new Project(
                ids.next(),
                body.name("name", MAX_NAME),
                domain,
                parent == null ? domain : parent,
                body.flag("enabled", true),
                body.textOr("description", ""),
                tags(body),
                body.extra(KNOWN, Map.of()),
                1);
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("project", ProjectViews.project(manage.create(project), links)))
                .build();
    }

    /** A project that is a domain: the same as POST /v3/domains. */
    private Response createDomain(Sphere sphere, Body body) {
        if (!sphere.operator()) {
            throw Sphere.denied();
        }
        Project domain = Project.domain(ids.next(), body.name("name", MAX_NAME), body.textOr("description", ""))
                .withTags(tags(body));
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("project", ProjectViews.project(manage.create(domain), links)))
                .build();
    }

    /** The parent's domain, or the one that the caller acts in. */
    private String domainFor(@Nullable String parent, Caller caller) {
        if (parent != null) {
            return projects.find(parent)
                    .orElseThrow(() -> Sphere.absent("project", parent))
                    .domain();
        }
        return switch (caller.scope()) {
            case Scope.Domain domain -> domain.id().value();
            case Scope.Project project -> project.domain().value();
            case Scope.Unscoped(), Scope.System() -> Project.DEFAULT_DOMAIN;
        };
    }

    @GET
    @Path("projects/{id}")
    @Operation("identity:projects:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        Project project = visible(id);
        Filters filters = new Filters(uri.getQueryParameters());
        Map<String, Object> view = ProjectViews.project(project, links);
        if (filters.flag("parents_as_ids")) {
            view.put("parents", ProjectTrees.upwards(projects.ancestors(id)));
        } else if (filters.flag("parents_as_list")) {
            view.put("parents", wrapped(projects.ancestors(id)));
        }
        if (filters.flag("subtree_as_ids")) {
            view.put("subtree", ProjectTrees.downwards(id, projects.descendants(id)));
        } else if (filters.flag("subtree_as_list")) {
            view.put("subtree", wrapped(projects.descendants(id)));
        }
        return Map.of("project", view);
    }

    /** Only those among them that the caller sees, as list elements. */
    private List<Map<String, Object>> wrapped(List<Project> some) {
        Sphere sphere = spheres.current();
        Set<String> own = Set.of(sphere.caller().user().value());
        return some.stream()
                .filter(project -> !project.isDomain())
                .filter(project -> sphere.sees(project.domain()) || heldBy(own, project))
                .map(project -> Map.<String, Object>of("project", ProjectViews.project(project, links)))
                .toList();
    }

    private boolean heldBy(Set<String> users, Project project) {
        return users.stream()
                .anyMatch(user ->
                        !roles.rolesOf(user, Target.project(project.id())).isEmpty());
    }

    /** Seen by those who see its domain, and by those who hold a role in it; for others it does not exist. */
    private Project visible(String id) {
        Sphere sphere = spheres.current();
        Project project = projects.find(id).orElseThrow(() -> Sphere.absent("project", id));
        boolean inIt =
                sphere.caller().project().filter(own -> own.value().equals(id)).isPresent();
        if (!inIt
                && !sphere.sees(project.domain())
                && (project.isDomain() || !heldBy(Set.of(sphere.caller().user().value()), project))) {
            throw Sphere.absent("project", id);
        }
        return project;
    }

    private Project managed(String id) {
        Project project = visible(id);
        spheres.current().requireManages(project.domain(), "project", id);
        if (project.isDomain() && !spheres.current().operator()) {
            throw Sphere.denied();
        }
        return project;
    }

    @PATCH
    @Path("projects/{id}")
    @Mutation
    @Operation("identity:projects:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "project");
        Project before = managed(id);
        requireSame(body, "parent_id", before.parentId());
        requireSame(body, "domain_id", before.domainId());
        Project after = before.changed(
                body.nameOr("name", MAX_NAME, before.name()),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.flag("enabled", before.enabled()),
                body.extra(KNOWN, before.extra()));
        if (body.present("tags")) {
            after = after.withTags(tags(body));
        }
        return Map.of("project", ProjectViews.project(manage.update(before, after), links));
    }

    private static void requireSame(Body body, String name, @Nullable String before) {
        if (body.present(name) && !body.name(name, 64).equals(before)) {
            throw CloudException.forbidden("Update of `%s` is not allowed.".formatted(name));
        }
    }

    @DELETE
    @Path("projects/{id}")
    @Mutation
    @Operation("identity:projects:delete")
    public void delete(@PathParam("id") String id) {
        Project project = managed(id);
        if (project.isDomain()) {
            deleteDomain.delete(project);
            return;
        }
        manage.deleteProject(project);
    }

    @GET
    @Path("projects/{id}/tags")
    @Operation("identity:project-tags:list")
    public Map<String, Object> tags(@PathParam("id") String id) {
        return tagsDocument(visible(id));
    }

    private Map<String, Object> tagsDocument(Project project) {
        Map<String, Object> self = links.self("/projects/" + project.id() + "/tags");
        self.put("next", null);
        self.put("previous", null);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tags", project.tags());
        document.put("links", self);
        return document;
    }

    @PUT
    @Path("projects/{id}/tags")
    @Mutation
    @Operation("identity:project-tags:replace")
    public Map<String, Object> replaceTags(@PathParam("id") String id, @Nullable JsonNode json) {
        if (json == null || !json.isObject() || !json.has("tags")) {
            throw CloudException.badRequest("'tags' is a required property");
        }
        Project before = managed(id);
        return tagsDocument(manage.update(before, before.withTags(tags(new Body(json, "")))));
    }

    @DELETE
    @Path("projects/{id}/tags")
    @Mutation
    @Operation("identity:project-tags:clear")
    public void clearTags(@PathParam("id") String id) {
        Project before = managed(id);
        manage.update(before, before.withTags(List.of()));
    }

    @GET
    @Path("projects/{id}/tags/{tag}")
    @Operation("identity:project-tags:show")
    public void tag(@PathParam("id") String id, @PathParam("tag") String tag) {
        if (!visible(id).tags().contains(tag)) {
            throw Sphere.absent("project tag", tag);
        }
    }

    @PUT
    @Path("projects/{id}/tags/{tag}")
    @Mutation
    @Operation("identity:project-tags:add")
    public Response addTag(@PathParam("id") String id, @PathParam("tag") String tag) {
        requireTag(tag);
        Project before = managed(id);
        if (!before.tags().contains(tag)) {
            if (before.tags().size() >= MAX_TAGS) {
                throw CloudException.badRequest("A project has at most %d tags.".formatted(MAX_TAGS));
            }
            List<String> more = new ArrayList<>(before.tags());
            more.add(tag);
            manage.update(before, before.withTags(more));
        }
        return Response.status(Response.Status.CREATED).build();
    }

    @DELETE
    @Path("projects/{id}/tags/{tag}")
    @Mutation
    @Operation("identity:project-tags:remove")
    public void removeTag(@PathParam("id") String id, @PathParam("tag") String tag) {
        Project before = managed(id);
        if (!before.tags().contains(tag)) {
            throw Sphere.absent("project tag", tag);
        }
        manage.update(
                before,
                before.withTags(before.tags().stream()
                        .filter(known -> !known.equals(tag))
                        .collect(Collectors.toList())));
    }
}
