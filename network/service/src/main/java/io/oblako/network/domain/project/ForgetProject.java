package io.oblako.network.domain.project;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroupLifecycle;
import io.oblako.network.domain.security.SecurityGroups;

/**
 * Removes what the service keeps for a project without its users having made it: the default group, which nobody but an
 * operator could delete, and what was decided of its quotas. What they made stays, as in Neutron: servers may run on it, other
 * projects may share it, and it is the operators' to decide.
 */
public final class ForgetProject {

    private static final Viewer OPERATOR = new Viewer(null, true);

    private final GoneProjects gone;
    private final SecurityGroups groups;
    private final SecurityGroupLifecycle lifecycle;
    private final Quotas quotas;

    public ForgetProject(GoneProjects gone, SecurityGroups groups, SecurityGroupLifecycle lifecycle, Quotas quotas) {
        this.gone = gone;
        this.groups = groups;
        this.lifecycle = lifecycle;
        this.quotas = quotas;
    }

    /**
     * To be called in a transaction, and as often as one likes. While ports are in the default group the project stays among
     * those that are gone.
     *
     * @throws io.oblako.kernel.error.CloudException CONFLICT or STALE when somebody changed the group meanwhile: to be repeated
     */
    public void forget(ProjectId project) {
        quotas.reset(project);
        groups.lockStandard(project);
        SecurityGroup group = groups.standard(project)
                .flatMap(found -> groups.lock(found.id()))
                .orElse(null);
        if (group != null && groups.inUse(group.id())) {
            gone.add(project);
            return;
        }
        if (group != null) {
            lifecycle.delete(OPERATOR, group);
        }
        gone.remove(project);
    }
}
