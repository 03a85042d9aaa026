package io.oblako.compute.domain.project;

import io.oblako.kernel.id.ProjectId;

/** Projects as identity told of them. */
public interface Projects {

    /** Looks for at most half a second: the fact of a project just made may be on its way. */
    boolean exists(ProjectId id);
}
