package io.oblako.image.domain.catalog;

import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.page.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All images there are. Every call belongs to a transaction of its caller. */
public interface Images {

    /** Any tenant's image: who may see it depends on more than its owner, so {@link Viewer} decides. */
    Optional<Image> find(ImageId id);

    /** @throws io.oblako.kernel.error.CloudException IMAGE_EXISTS */
    void add(Image image);

    /**
     * Writes the next state if nobody else wrote since it was read.
     *
     * @return as saved, with its new generation
     * @throws io.oblako.kernel.error.CloudException STALE when another writer was faster, or the image is gone
     */
    Image save(Image next);

    /** @throws io.oblako.kernel.error.CloudException STALE when another writer was faster, or the image is gone */
    void remove(Image image);

    /** What the viewer of the query may see, at most its limit. */
    Page<Image> list(ImageQuery query);

    /** Uploads of any tenant whose receiver has not been heard of since: for the reaper. Oldest first. */
    List<Image> uploadsDeadAt(Instant now, int limit);

    /** Images of any tenant whose bytes are not digested and on disk for good yet: for the settler. Oldest first. */
    List<Image> unsettled(int limit);

    /** Those of the keys that belong to an image or an upload: for the reaper. */
    Set<ObjectKey> known(Collection<ObjectKey> keys);
}
