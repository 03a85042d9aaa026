package io.oblako.compute.domain.flavor;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The flavors of the cloud. Writers run inside the caller's transaction. */
public interface Flavors {

    /** Most flavors a cloud may have: lists of them are cheap by design, not by luck. */
    int MAX_FLAVORS = 10_000;

    /** The flavor, whoever may see it: for operators and for work of the system itself. */
    Optional<Flavor> find(String id);

    /** The flavor if the project may use it: public, or the project is in its access list (security row CMP-10). */
    Optional<Flavor> findFor(ProjectId project, String id);

    /**
     * A part of the list.
     *
     * @throws CloudException INVALID_REQUEST when the marker names no flavor
     */
    Page<Flavor> list(Filter filter, PageRequest page);

    /** @throws CloudException CONFLICT when the id or the name is taken */
    void add(Flavor flavor);

    /** Replaces what is stored under the flavor's id. */
    void save(Flavor flavor);

    /** @return whether there was one */
    boolean remove(String id);

    /** The projects that may use a private flavor, sorted. */
    Set<String> access(String id);

    /** @return false when the project was in the list before */
    boolean grant(String id, ProjectId project);

    /** @return false when the project was not in the list */
    boolean revoke(String id, ProjectId project);

    /**
     * Which flavors are wanted.
     *
     * @param isPublic only public or only private ones; absent for both
     * @param orAccessibleTo adds the private ones that this project may use; absent for none
     * @param minRamMib 0 for any
     * @param minDiskGib 0 for any
     * @param withDisabled false hides disabled ones
     */
    record Filter(
            @Nullable Boolean isPublic,
            @Nullable ProjectId orAccessibleTo,
            int minRamMib,
            int minDiskGib,
            boolean withDisabled) {}
}
