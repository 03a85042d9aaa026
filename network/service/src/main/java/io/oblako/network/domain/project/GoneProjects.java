package io.oblako.network.domain.project;

import io.oblako.kernel.id.ProjectId;
import java.util.List;

/** Deleted projects whose default group could not go with them, because ports were in it. */
public interface GoneProjects {

    void add(ProjectId project);

    void remove(ProjectId project);

    /** Those whose default group no port is in any more, at most so many. */
    List<ProjectId> free(int most);
}
