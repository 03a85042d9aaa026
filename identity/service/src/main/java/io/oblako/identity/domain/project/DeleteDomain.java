package io.oblako.identity.domain.project;

import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.people.ManageGroups;
import io.oblako.identity.domain.people.ManageUsers;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.UserFilter;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;

/** Removes a disabled domain with all that is in it; repeating it completes what was interrupted. */
public final class DeleteDomain {

    private final Projects projects;
    private final ManageProjects manage;
    private final People people;
    private final ManageUsers users;
    private final ManageGroups groups;
    private final Roles roles;
    private final Revoker revoker;

    public DeleteDomain(
            Projects projects,
            ManageProjects manage,
            People people,
            ManageUsers users,
            ManageGroups groups,
            Roles roles,
            Revoker revoker) {
        this.projects = projects;
        this.manage = manage;
        this.people = people;
        this.users = users;
        this.groups = groups;
        this.roles = roles;
        this.revoker = revoker;
    }

    /** @throws CloudException STILL_USED while the domain is enabled */
    public void delete(Project domain) {
        if (domain.enabled()) {
            throw new CloudException(
                    IdentityError.STILL_USED, "Cannot delete a domain that is enabled, please disable it first.");
        }
        revoker.domain(domain.id());
        for (Project project : projects.descendants(domain.id()).reversed()) {
            manage.deleteProject(project);
        }
        people.groups(UserFilter.ofDomain(domain.id())).forEach(groups::delete);
        people.users(UserFilter.ofDomain(domain.id())).forEach(users::delete);
        for (Role role : roles.list(null, domain.id())) {
            roles.unassignAll(AssignmentFilter.ofRole(role.id()));
            roles.remove(role.id());
        }
        roles.unassignAll(new AssignmentFilter(null, Target.domain(domain.id()), null, null, null));
        projects.remove(domain.id());
    }
}
