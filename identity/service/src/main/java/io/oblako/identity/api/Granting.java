package io.oblako.identity.api;

import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.ManageRoles;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives and takes roles for all the paths that do so; one place for who may give what to whom and where. */
@ApplicationScoped
class Granting {

    private final Roles roles;
    private final ManageRoles manage;
    private final People people;
    private final Projects projects;
    private final Spheres spheres;
    private final Links links;

    Granting(Roles roles, ManageRoles manage, People people, Projects projects, Spheres spheres, Links links) {
        this.roles = roles;
        this.manage = manage;
        this.people = people;
        this.projects = projects;
        this.spheres = spheres;
        this.links = links;
    }

    static Target target(String kind, String id) {
        return switch (kind) {
            case "projects" -> Target.project(id);
            case "domains" -> Target.domain(id);
            default -> throw CloudException.notFound("The resource could not be found.");
        };
    }

    static Actor actor(String kind, String id) {
        return switch (kind) {
            case "users" -> Actor.user(id);
            case "groups" -> Actor.group(id);
            default -> throw CloudException.notFound("The resource could not be found.");
        };
    }

    void give(Actor actor, Target target, String roleId, boolean inherited) {
        Role role = managed(actor, target, roleId);
        String domain = role.domainId();
        if (domain != null && !domain.equals(domainOf(target))) {
            throw CloudException.forbidden("A role of a domain can be given in that domain only.");
        }
        manage.assign(new Assignment(actor, target, role.id(), inherited));
    }

    void take(Actor actor, Target target, String roleId, boolean inherited) {
        Role role = managed(actor, target, roleId);
        manage.unassign(new Assignment(actor, target, role.id(), inherited));
    }

    /** A manager gives listed roles to people of their domain in their domain, and nothing else (security row ID-18). */
    private Role managed(Actor actor, Target target, String roleId) {
        Sphere sphere = spheres.current();
        if (target.equals(Target.SYSTEM)) {
            if (!sphere.operator()) {
                throw Sphere.denied();
            }
        } else {
            sphere.requireManages(domainOf(target), "project", target.id());
        }
        sphere.requireManages(domainOf(actor), actor.group() ? "group" : "user", actor.id());
        Role role = roles.find(roleId).orElseThrow(() -> Sphere.absent("role", roleId));
        sphere.requireMayGive(role);
        return role;
    }

    void check(Actor actor, Target target, String roleId, boolean inherited) {
        boolean held = seen(actor, target, inherited).stream()
                .anyMatch(assignment -> assignment.roleId().equals(roleId));
        if (!held) {
            throw CloudException.notFound(
                    "Could not find role assignment with role: %s, user or group: %s, project, domain, or system: %s."
                            .formatted(roleId, actor.id(), target.id()));
        }
    }

    Map<String, Object> list(Actor actor, Target target, boolean inherited, String path, UriInfo uri) {
        List<Role> held = seen(actor, target, inherited).stream()
                .map(assignment -> roles.find(assignment.roleId()).orElse(null))
                .filter(Objects::nonNull)
                .toList();
        return links.list("roles", path, uri, held, role -> RoleViews.role(role, links));
    }

    private List<Assignment> seen(Actor actor, Target target, boolean inherited) {
        Sphere sphere = spheres.current();
        if (target.equals(Target.SYSTEM)) {
            if (!sphere.seesAll()) {
                throw Sphere.denied();
            }
        } else {
            sphere.requireSees(domainOf(target), "project", target.id());
        }
        sphere.requireSees(domainOf(actor), actor.group() ? "group" : "user", actor.id());
        return roles.assignments(AssignmentFilter.of(actor, target, inherited));
    }

    private String domainOf(Target target) {
        Project found = projects.find(target.id())
                .filter(project -> project.isDomain() == (target.kind() == Assignment.Kind.DOMAIN))
                .orElseThrow(() -> absent(target));
        return found.domain();
    }

    private CloudException absent(Target target) {
        spheres.current().requireList();
        return Sphere.absent(target.kind() == Assignment.Kind.DOMAIN ? "domain" : "project", target.id());
    }

    private String domainOf(Actor actor) {
        spheres.current().requireList();
        return actor.group()
                ? people.group(actor.id())
                        .orElseThrow(() -> Sphere.absent("group", actor.id()))
                        .domainId()
                : people.user(actor.id())
                        .orElseThrow(() -> Sphere.absent("user", actor.id()))
                        .domainId();
    }
}
