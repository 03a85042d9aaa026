package io.oblako.compute.domain.image;

import io.oblako.image.contracts.ImageFact;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Images as the image service told of them. */
public interface Images {

    /** What is known now. */
    Optional<ImageFact> find(UUID id);

    /** Everything that is known now, in no order; at most 100,000 by the image service's own limit. */
    List<ImageFact> all();

    /** Like {@link #find}, and looks again for at most 2 s: the fact of an image just made may be on its way. */
    Optional<ImageFact> await(UUID id);

    /** Returns once the image is not known any more, or after at most 2 s: its tombstone may be on its way. */
    void awaitGone(UUID id);
}
