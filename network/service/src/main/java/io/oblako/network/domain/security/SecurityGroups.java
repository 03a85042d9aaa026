package io.oblako.network.domain.security;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All security groups there are. */
public interface SecurityGroups extends Catalog<SecurityGroup> {

    /** The default group of a project. */
    Optional<SecurityGroup> standard(ProjectId project);

    /** Nobody else makes the default group of the project before the transaction ends. */
    void lockStandard(ProjectId project);

    /** Groups with rules about the members of this one. */
    List<UUID> naming(UUID group);

    /** Whether ports are in it. Rules of other groups that name it go with it, as in Neutron. */
    boolean inUse(UUID group);
}
