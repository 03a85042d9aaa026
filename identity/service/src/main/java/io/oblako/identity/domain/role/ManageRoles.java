package io.oblako.identity.domain.role;

import io.oblako.identity.domain.role.Roles.Implication;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import java.util.Set;

/** Changes roles, what they imply and who holds them; whoever loses something loses the tokens that rest on it. */
public final class ManageRoles {

    private final Roles roles;
    private final Revoker revoker;

    public ManageRoles(Roles roles, Revoker revoker) {
        this.roles = roles;
        this.revoker = revoker;
    }

    /** @return false when it was so already */
    public boolean assign(Assignment assignment) {
        return roles.assign(assignment);
    }

    /** @throws CloudException NOT_FOUND when there is no such assignment */
    public void unassign(Assignment assignment) {
        if (!roles.unassign(assignment)) {
            throw CloudException.notFound("Could not find role assignment with role: %s, user or group: %s, at: %s."
                    .formatted(
                            assignment.roleId(),
                            assignment.actor().id(),
                            assignment.target().id()));
        }
        revoker.grant(assignment);
    }

    /** @throws CloudException INVALID_REQUEST when the implication would close a circle */
    public boolean imply(Role prior, Role implied) {
        if (prior.domainId() == null && implied.domainId() != null) {
            throw CloudException.forbidden("A global role cannot imply a role of a domain.");
        }
        if (roles.graph().withImplied(Set.of(implied.id())).contains(prior.id())) {
            throw CloudException.badRequest("A role cannot imply one that implies it.");
        }
        if (implied.name().equals(Role.ADMIN) && implied.domainId() == null) {
            throw CloudException.forbidden("Role %s is not allowed to be implied.".formatted(implied.name()));
        }
        return roles.imply(prior.id(), implied.id());
    }

    public void unimply(Role prior, Role implied) {
        RoleGraph before = roles.graph();
        if (!roles.unimply(prior.id(), implied.id())) {
            throw CloudException.notFound("%s does not imply %s.".formatted(prior.id(), implied.id()));
        }
        before.implying(prior.id()).forEach(this::revokeHolders);
    }

    public void delete(Role role) {
        RoleGraph before = roles.graph();
        before.implying(role.id()).forEach(this::revokeHolders);
        for (Implication implication : roles.implications()) {
            if (implication.priorId().equals(role.id())
                    || implication.impliedId().equals(role.id())) {
                roles.unimply(implication.priorId(), implication.impliedId());
            }
        }
        roles.unassignAll(AssignmentFilter.ofRole(role.id()));
        roles.remove(role.id());
    }

    private void revokeHolders(String roleId) {
        roles.assignments(AssignmentFilter.ofRole(roleId)).forEach(revoker::grant);
    }
}
