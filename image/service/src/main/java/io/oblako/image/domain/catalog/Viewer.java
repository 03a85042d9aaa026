package io.oblako.image.domain.catalog;

import static io.oblako.image.domain.catalog.ImageError.IMAGE_NOT_FOUND;
import static io.oblako.image.domain.catalog.ImageError.IMAGE_NOT_YOURS;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who looks, and what that lets them see and change.
 *
 * @param project the project they act in; absent for domain and system tokens
 * @param operator an operator of the cloud sees and changes everything
 * @param service another service of the cloud sees everything, and fills the images it ordered
 */
public record Viewer(@Nullable ProjectId project, boolean operator, boolean service) {

    private static final String SERVICE = "service";

    public static Viewer of(Caller caller) {
        return new Viewer(caller.project().orElse(null), caller.isAdmin(), caller.has(SERVICE));
    }

    public boolean seesEverything() {
        return operator || service;
    }

    public boolean owns(Image image) {
        return image.owner().equals(project);
    }

    public boolean sees(Image image, Members members) {
        if (seesEverything() || owns(image)) {
            return true;
        }
        return switch (image.visibility()) {
            case PUBLIC, COMMUNITY -> true;
            case SHARED -> project != null && members.find(image.id(), project).isPresent();
            case PRIVATE -> false;
        };
    }

    /**
     * The image, if the viewer may see it.
     *
     * @throws CloudException IMAGE_NOT_FOUND; the same for an image that is absent and for one that is not theirs
     */
    public Image require(ImageId id, Images images, Members members) {
        return images.find(id).filter(image -> sees(image, members)).orElseThrow(() -> notFound(id.toString()));
    }

    /**
     * The image, if the viewer may change it.
     *
     * @throws CloudException IMAGE_NOT_FOUND, or IMAGE_NOT_YOURS when it is somebody else's but visible
     */
    public Image requireOwn(ImageId id, Images images, Members members) {
        Image image = require(id, images, members);
        if (operator || owns(image)) {
            return image;
        }
        throw new CloudException(IMAGE_NOT_YOURS, "You are not permitted to modify this image: it is not yours.");
    }

    /** The image, if the viewer may upload its bytes: its owner, or the service that ordered it. */
    public Image requireFillable(ImageId id, Images images, Members members) {
        Image image = require(id, images, members);
        return service && image.ordered() ? image : requireOwn(id, images, members);
    }

    public static CloudException notFound(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) : id;
        return new CloudException(IMAGE_NOT_FOUND, "Failed to find image %s".formatted(shown));
    }
}
