package io.oblako.network.domain.share;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import java.util.UUID;

/** A kind whose things can be shared. */
public record Shareable<T extends Resource<T>>(Catalog<T> catalog, Lifecycle<T> lifecycle) {

    public Kind kind() {
        return catalog.kind();
    }

    /**
     * @throws io.oblako.kernel.error.CloudException the kind's "not found", or POLICY_NOT_AUTHORIZED for what is only
     *     shared with the viewer
     */
    ProjectId requireOwn(Viewer viewer, UUID id, String what) {
        T resource = catalog.require(viewer, id);
        viewer.requireOwner(resource, what);
        return resource.project();
    }

    /** The one who owns the thing, wherever it is. */
    ProjectId owner(UUID id) {
        return catalog.find(id).map(Resource::project).orElseThrow(() -> kind().notFound(id));
    }

    /** With whom it is shared is part of what it is: its revision counts up, and it is told of. */
    void touch(UUID id, Lifecycle.Stamp stamp) {
        catalog.lock(id).map(stamp::touched).ifPresent(lifecycle::save);
    }
}
