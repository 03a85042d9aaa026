package io.oblako.identity.domain.project;

import java.util.List;
import java.util.Optional;

/** Where domains and projects are kept. */
public interface Projects {

    /** Longest list that is given; longer ones are cut and say so. */
    int MAX_LIST = 10_000;

    Optional<Project> find(String id);

    Optional<Project> findDomainByName(String name);

    Optional<Project> findByName(String domainId, String name);

    /** Ordered by name and id; at most {@link #MAX_LIST}. */
    List<Project> list(ProjectFilter filter);

    /** The projects above, nearest first, the domain last. */
    List<Project> ancestors(String id);

    /** The projects below, each after its parent. */
    List<Project> descendants(String id);

    /** @throws io.oblako.kernel.error.CloudException NAME_TAKEN */
    void add(Project project);

    /**
     * @return the project with its new generation
     * @throws io.oblako.kernel.error.CloudException NAME_TAKEN, or STALE when somebody else changed it first
     */
    Project save(Project project);

    void remove(String id);
}
