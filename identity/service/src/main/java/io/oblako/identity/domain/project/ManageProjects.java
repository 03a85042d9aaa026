package io.oblako.identity.domain.project;

import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import java.util.Objects;

/** Makes, changes and removes domains and projects. */
public final class ManageProjects {

    /** Levels of projects below a domain. */
    public static final int MAX_DEPTH = 5;

    private final Projects projects;
    private final Roles roles;
    private final Announcements announcements;
    private final Revoker revoker;

    public ManageProjects(Projects projects, Roles roles, Announcements announcements, Revoker revoker) {
        this.projects = projects;
        this.roles = roles;
        this.announcements = announcements;
        this.revoker = revoker;
    }

    public Project create(Project wanted) {
        if (!wanted.isDomain()) {
            Project parent = projects.find(Objects.requireNonNull(wanted.parentId()))
                    .orElseThrow(
                            () -> CloudException.notFound("Could not find project: %s.".formatted(wanted.parentId())));
            if (!parent.domain().equals(wanted.domain())) {
                throw CloudException.badRequest("A project is in the domain of its parent: leave out domain_id.");
            }
            if (!parent.enabled()) {
                throw CloudException.forbidden("Cannot create a project below a disabled one: enable it first.");
            }
            if (projects.ancestors(parent.id()).size() >= MAX_DEPTH) {
                throw CloudException.forbidden(
                        "Max hierarchy depth reached for %s branch: %d levels.".formatted(parent.id(), MAX_DEPTH));
            }
        }
        projects.add(wanted);
        announce(wanted);
        return wanted;
    }

    public Project update(Project before, Project after) {
        if (before.id().equals(Project.DEFAULT_DOMAIN) && !after.enabled()) {
            throw CloudException.forbidden("The default domain cannot be disabled.");
        }
        if (!after.isDomain() && !before.enabled() && after.enabled()) {
            boolean above = projects.ancestors(after.id()).stream().allMatch(Project::enabled);
            if (!above) {
                throw CloudException.forbidden(
                        "Cannot enable project %s since it has disabled parents.".formatted(after.id()));
            }
        }
        boolean disabling = before.enabled() && !after.enabled();
        if (disabling && !after.isDomain()) {
            boolean below = projects.descendants(after.id()).stream().anyMatch(Project::enabled);
            if (below) {
                throw CloudException.forbidden(
                        "Cannot disable project %s since its subtree contains enabled projects.".formatted(after.id()));
            }
        }
        Project saved = projects.save(after);
        announce(saved);
        if (disabling) {
            revoke(saved);
        }
        return saved;
    }

    /** A project that is a leaf; nothing is left of what was granted there. */
    public void deleteProject(Project project) {
        if (!projects.descendants(project.id()).isEmpty()) {
            throw CloudException.forbidden(
                    "Cannot delete project %s since it is not a leaf in the hierarchy.".formatted(project.id()));
        }
        revoke(project);
        roles.unassignAll(new AssignmentFilter(null, Target.project(project.id()), null, null, null));
        projects.remove(project.id());
        announcements.projectGone(project.id());
    }

    private void revoke(Project project) {
        if (project.isDomain()) {
            revoker.domain(project.id());
        } else {
            revoker.project(project.id());
        }
    }

    private void announce(Project project) {
        if (!project.isDomain()) {
            announcements.project(project);
        }
    }
}
