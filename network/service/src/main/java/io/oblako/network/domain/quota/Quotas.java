package io.oblako.network.domain.quota;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import java.util.List;
import java.util.Map;

/**
 * How many of each kind a project may have. Usage is what is there: it is counted, under a lock of the project and
 * kind, in the transaction that adds to it, so it is exact and there is no counter to go wrong.
 */
public interface Quotas {

    int UNLIMITED = -1;

    /**
     * Makes sure that the project may have so many more; to be called before they are added, in the same transaction.
     *
     * @throws io.oblako.kernel.error.CloudException OVER_QUOTA
     */
    void reserve(Kind kind, ProjectId project, int more);

    Map<Kind, Integer> defaults();

    /** What was decided for the project, else the default. */
    Map<Kind, Integer> limits(ProjectId project);

    Map<Kind, Integer> usage(ProjectId project);

    /** Limits of the kinds given; others stay. */
    void set(ProjectId project, Map<Kind, Integer> limits);

    /** Back to the defaults. */
    void reset(ProjectId project);

    /** Projects that something was decided for. */
    List<ProjectId> decided();
}
