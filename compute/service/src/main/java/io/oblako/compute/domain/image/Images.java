package io.oblako.compute.domain.image;

import io.oblako.image.contracts.ImageFact;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Images as the image service told of them. */
public interface Images {

    /** What is known now. */
    Optional<ImageFact> find(UUID id);

    /** Everything that is known now, in no order; at most 100,000 by the image service's own limit. */
    List<ImageFact> all();

    /**
     * Like {@link #find}, and looks again for at most 2 s until what is known is as wanted: what the image service has
     * just answered may be on its way.
     */
    Optional<ImageFact> await(UUID id, Predicate<Optional<ImageFact>> wanted);
}
