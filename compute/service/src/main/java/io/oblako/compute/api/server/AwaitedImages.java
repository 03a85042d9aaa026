package io.oblako.compute.api.server;

import io.oblako.compute.domain.image.Images;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Images that this request has ordered. The image service makes them from an order that leaves with the commit; the
 * answer
 * waits for them (briefly, bounded), because clients look at the image as soon as they have its id.
 */
@RequestScoped
class AwaitedImages {

    private final Images images;
    private final List<UUID> ordered = new ArrayList<>(1);

    AwaitedImages(Images images) {
        this.images = images;
    }

    void expect(UUID image) {
        ordered.add(image);
    }

    /** Call outside of the transaction. An image that does not appear in time is no failure: its saga goes on. */
    void settle() {
        ordered.forEach(image -> images.await(image, Optional::isPresent));
    }
}
