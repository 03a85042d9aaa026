package io.oblako.compute.domain.image;

import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Nova's old way to delete an image: asks the image service for it, after what is known of the image here. */
public final class DeleteImage {

    private final Images images;
    private final ImageOrders orders;

    public DeleteImage(Images images, ImageOrders orders) {
        this.images = images;
        this.orders = orders;
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @throws CloudException NOT_FOUND when there is none or the caller may not see it; NOT_ALLOWED when it is somebody
     *     else's or protected
     */
    public void delete(Caller caller, UUID id) {
        ImageFact image = images.find(id)
                .filter(fact -> ImageAccess.sees(caller, fact))
                .orElseThrow(() -> CloudException.notFound("Image not found."));
        if (!caller.isAdmin() && !ImageAccess.owns(caller, image)) {
            throw CloudException.forbidden("You are not allowed to delete the image: it is not yours.");
        }
        if (image.isProtected()) {
            throw CloudException.forbidden("You are not allowed to delete the image: it is protected. Set protected to"
                    + " false first, at the image service.");
        }
        String project = caller.project().map(ProjectId::value).orElse(null);
        orders.send(new ImageOrder.Delete(
                id, project, caller.isAdmin(), RequestContext.current().requestId()));
    }
}
