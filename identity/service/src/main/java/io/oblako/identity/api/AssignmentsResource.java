package io.oblako.identity.api;

import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Kind;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.EffectiveAssignments;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The list of who holds which role where, as given or as it comes to in the end.
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3/#list-role-assignments">Keystone: list role
 *     assignments</a>
 */
@Path("/v3")
@RunOnVirtualThread
public class AssignmentsResource {

    private final Roles roles;
    private final EffectiveAssignments effective;
    private final People people;
    private final Projects projects;
    private final Spheres spheres;
    private final Links links;

    AssignmentsResource(
            Roles roles,
            EffectiveAssignments effective,
            People people,
            Projects projects,
            Spheres spheres,
            Links links) {
        this.roles = roles;
        this.effective = effective;
        this.people = people;
        this.projects = projects;
        this.spheres = spheres;
        this.links = links;
    }

    @GET
    @Path("role_assignments")
    @Operation("identity:role-assignments:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        Filters filters = new Filters(uri.getQueryParameters());
        String user = filters.text("user.id");
        if (user == null || !sphere.is(user)) {
            sphere.requireList();
        }
        boolean wantsEffective = filters.flag("effective");
        if (wantsEffective && filters.text("group.id") != null) {
            throw CloudException.badRequest(
                    "Combining effective and group filter will always result in an empty list.");
        }
        Predicate<Assignment> wanted = wanted(filters).and(visible(sphere));
        List<Assignment> found = wantsEffective
                ? effective.list(wanted)
                : roles.assignments(AssignmentFilter.all()).stream()
                        .filter(wanted)
                        .toList();
        boolean names = filters.flag("include_names");
        RoleGraph graph = roles.graph();
        return links.list("role_assignments", "/role_assignments", uri, found, a -> view(a, names, graph));
    }

    private Predicate<Assignment> wanted(Filters filters) {
        Predicate<Assignment> wanted = assignment -> true;
        String user = filters.text("user.id");
        String group = filters.text("group.id");
        String role = filters.text("role.id");
        String project = filters.text("scope.project.id");
        String domain = filters.text("scope.domain.id");
        if (user != null) {
            wanted = wanted.and(a -> !a.actor().group() && a.actor().id().equals(user));
        }
        if (group != null) {
            wanted = wanted.and(a -> a.actor().group() && a.actor().id().equals(group));
        }
        if (role != null) {
            wanted = wanted.and(a -> a.roleId().equals(role));
        }
        if (domain != null) {
            wanted = wanted.and(
                    a -> a.target().kind() == Kind.DOMAIN && a.target().id().equals(domain));
        }
        if (filters.text("scope.system") != null) {
            wanted = wanted.and(a -> a.target().kind() == Kind.SYSTEM);
        }
        if (filters.text("scope.OS-INHERIT:inherited_to") != null) {
            wanted = wanted.and(Assignment::inherited);
        }
        boolean subtree = filters.flag("include_subtree");
        if (subtree && project == null) {
            throw CloudException.badRequest("scope.project.id must be specified if include_subtree is also specified");
        }
        if (project != null) {
            Set<String> ids = new HashSet<>(Set.of(project));
            if (subtree) {
                projects.descendants(project).forEach(below -> ids.add(below.id()));
            }
            wanted = wanted.and(a ->
                    a.target().kind() == Kind.PROJECT && ids.contains(a.target().id()));
        }
        return wanted;
    }

    /** Those about oneself, and those in the domain that the caller sees. */
    private Predicate<Assignment> visible(Sphere sphere) {
        if (sphere.seesAll()) {
            return assignment -> true;
        }
        Set<String> targets = new HashSet<>();
        sphere.domain().ifPresent(domain -> {
            targets.add(domain);
            projects.descendants(domain).forEach(project -> targets.add(project.id()));
        });
        return assignment -> targets.contains(assignment.target().id())
                || (!assignment.actor().group() && sphere.is(assignment.actor().id()));
    }

    private Map<String, Object> view(Assignment assignment, boolean names, RoleGraph graph) {
        Map<String, Object> view = new LinkedHashMap<>();
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("id", assignment.roleId());
        if (names) {
            graph.byId(assignment.roleId()).ifPresent(found -> role.put("name", found.name()));
        }
        view.put("role", role);
        view.put(assignment.actor().group() ? "group" : "user", actor(assignment, names));
        view.put("scope", scope(assignment, names));
        view.put("links", Map.of("assignment", links.base() + path(assignment)));
        return view;
    }

    private Map<String, Object> actor(Assignment assignment, boolean names) {
        String id = assignment.actor().id();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        if (names && assignment.actor().group()) {
            people.group(id).ifPresent(group -> named(view, group.name(), group.domainId()));
        } else if (names) {
            people.user(id).ifPresent(user -> named(view, user.name(), user.domainId()));
        }
        return view;
    }

    private void named(Map<String, Object> view, String name, @Nullable String domainId) {
        view.put("name", name);
        if (domainId != null) {
            String domainName = projects.find(domainId).map(Project::name).orElse("");
            view.put("domain", Map.of("id", domainId, "name", domainName));
        }
    }

    private Map<String, Object> scope(Assignment assignment, boolean names) {
        Map<String, Object> scope = new LinkedHashMap<>();
        String id = assignment.target().id();
        switch (assignment.target().kind()) {
            case SYSTEM -> scope.put("system", Map.of("all", true));
            case PROJECT, DOMAIN -> {
                Map<String, Object> target = new LinkedHashMap<>();
                target.put("id", id);
                if (names) {
                    projects.find(id).ifPresent(found -> named(target, found.name(), found.domainId()));
                }
                scope.put(assignment.target().kind() == Kind.PROJECT ? "project" : "domain", target);
            }
        }
        if (assignment.inherited()) {
            scope.put("OS-INHERIT:inherited_to", "projects");
        }
        return scope;
    }

    private static String path(Assignment assignment) {
        String who = (assignment.actor().group() ? "groups/" : "users/")
                + assignment.actor().id();
        String where = switch (assignment.target().kind()) {
            case SYSTEM -> "system";
            case PROJECT -> "projects/" + assignment.target().id();
            case DOMAIN -> "domains/" + assignment.target().id();
        };
        String plain = where + '/' + who + "/roles/" + assignment.roleId();
        return assignment.inherited() ? "/OS-INHERIT/" + plain + "/inherited_to_projects" : '/' + plain;
    }
}
