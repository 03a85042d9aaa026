package io.oblako.identity.domain.role;

import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.Assignment.Kind;
import io.oblako.identity.domain.role.Assignment.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What assignments come to in the end: groups taken apart into their members, inherited ones spread over the projects
 * below, implied roles added, roles of domains replaced by what they imply. Bounded by {@link Roles#MAX_LIST}.
 */
public final class EffectiveAssignments {

    private final Roles roles;
    private final People people;
    private final Projects projects;

    public EffectiveAssignments(Roles roles, People people, Projects projects) {
        this.roles = roles;
        this.people = people;
        this.projects = projects;
    }

    /** All that users hold in the end and that the caller of this wants. */
    public List<Assignment> list(Predicate<Assignment> wanted) {
        RoleGraph graph = roles.graph();
        Set<Assignment> all = new LinkedHashSet<>();
        for (Assignment given : roles.assignments(AssignmentFilter.all())) {
            for (Target target : targets(given)) {
                for (String user : users(given.actor())) {
                    for (String role : graph.withImplied(Set.of(given.roleId()))) {
                        var effective = new Assignment(Actor.user(user), target, role, false);
                        boolean global = graph.byId(role)
                                .filter(found -> found.domainId() == null)
                                .isPresent();
                        if (global && wanted.test(effective) && all.size() < Roles.MAX_LIST) {
                            all.add(effective);
                        }
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    private List<Target> targets(Assignment given) {
        if (!given.inherited()) {
            return List.of(given.target());
        }
        if (given.target().kind() == Kind.SYSTEM) {
            return List.of();
        }
        return projects.descendants(given.target().id()).stream()
                .map(Project::id)
                .map(Target::project)
                .toList();
    }

    private List<String> users(Actor actor) {
        return actor.group() ? people.members(actor.id()).stream().map(User::id).toList() : List.of(actor.id());
    }
}
