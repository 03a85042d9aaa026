package io.oblako.compute.domain.image;

import io.oblako.image.contracts.ImageFact;
import java.util.Optional;
import java.util.UUID;

/** Images as the image service told of them. */
public interface Images {

    /** What is known now. */
    Optional<ImageFact> find(UUID id);

    /** Like {@link #find}, and looks again for at most 2 s: the fact of an image just made may be on its way. */
    Optional<ImageFact> await(UUID id);
}
