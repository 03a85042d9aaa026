package io.oblako.network.domain;

import io.oblako.kernel.page.Page;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All things of a kind there are. Writing belongs to a transaction of the caller. What a viewer may not see is as
 * absent as what is not there.
 */
public interface Catalog<T extends Resource<T>> {

    Kind kind();

    Optional<T> find(Viewer viewer, UUID id);

    /** Any project's: for what follows from something the viewer was shown or gave. */
    Optional<T> find(UUID id);

    /** Any project's, in no particular order; those that are gone are left out. One statement. */
    List<T> all(Collection<UUID> ids);

    /** The thing, locked: nobody else changes it before the transaction ends. */
    Optional<T> lock(UUID id);

    Page<T> list(Query query);

    void add(T resource);

    /**
     * Writes the next state if nobody else wrote since it was read.
     *
     * @return with its new revision
     * @throws io.oblako.kernel.error.CloudException STALE when another writer was faster, or it is gone
     */
    T save(T next);

    /** @throws io.oblako.kernel.error.CloudException STALE when another writer was faster, or it is gone */
    void remove(T resource);

    /** @throws io.oblako.kernel.error.CloudException the kind's "not found" */
    default T require(Viewer viewer, UUID id) {
        return find(viewer, id).orElseThrow(() -> kind().notFound(id));
    }

    /**
     * The thing as the viewer may see it, locked for a change.
     *
     * @throws io.oblako.kernel.error.CloudException the kind's "not found"
     */
    default T requireLocked(Viewer viewer, UUID id) {
        if (find(viewer, id).isEmpty()) {
            throw kind().notFound(id);
        }
        return lock(id).orElseThrow(() -> kind().notFound(id));
    }
}
