package io.oblako.network.domain.share;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Catalog;

/** All RBAC policies there are. */
public interface RbacPolicies extends Catalog<RbacPolicy> {

    boolean exists(RbacPolicy like);

    /** Whether other projects have things that only this policy lets them have. */
    boolean needed(RbacPolicy policy, ProjectId ownerOfTheObject);
}
