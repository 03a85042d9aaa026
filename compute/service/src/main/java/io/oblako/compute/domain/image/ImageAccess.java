package io.oblako.compute.domain.image;

import io.oblako.image.contracts.ImageFact;
import io.oblako.kernel.token.Caller;

/** Who may see and who may change an image: the image service's rules, read from its facts. */
public final class ImageAccess {

    private ImageAccess() {}

    public static boolean sees(Caller caller, ImageFact image) {
        return caller.isAdmin()
                || caller.project()
                        .filter(project -> image.visibleTo(project.value()))
                        .isPresent();
    }

    public static boolean owns(Caller caller, ImageFact image) {
        return caller.project()
                .filter(project -> project.value().equals(image.project()))
                .isPresent();
    }
}
