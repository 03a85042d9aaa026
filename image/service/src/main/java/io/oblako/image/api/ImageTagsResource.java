package io.oblako.image.api;

import io.oblako.image.domain.catalog.ChangeImage;
import io.oblako.image.domain.catalog.ImageEdit;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Tags of an image, one at a time. */
@Path("/v2/images/{image}/tags/{tag}")
@RunOnVirtualThread
public class ImageTagsResource {

    private final ChangeImage change;
    private final CurrentCaller caller;

    ImageTagsResource(ChangeImage change, CurrentCaller caller) {
        this.change = change;
        this.caller = caller;
    }

    @PUT
    @Mutation
    @Operation("image:tags:add")
    public void add(@PathParam("image") String image, @PathParam("tag") String tag) {
        change.change(image(image), viewer(), draft -> new ImageEdit(draft, false, visibility -> {}).addTag(tag));
    }

    @DELETE
    @Mutation
    @Operation("image:tags:remove")
    public void remove(@PathParam("image") String image, @PathParam("tag") String tag) {
        change.change(image(image), viewer(), draft -> {
            if (!new ImageEdit(draft, false, visibility -> {}).removeTag(tag)) {
                throw CloudException.notFound("The image has no such tag.");
            }
        });
    }

    private Viewer viewer() {
        return Viewer.of(caller.get());
    }

    private static ImageId image(String text) {
        return ImageId.parse(text).orElseThrow(() -> Viewer.notFound(text));
    }
}
