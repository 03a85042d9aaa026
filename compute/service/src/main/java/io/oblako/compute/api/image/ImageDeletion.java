package io.oblako.compute.api.image;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.domain.image.DeleteImage;
import io.oblako.web.mutation.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The transaction around the deletion of an image; a class of its own because interceptors see only calls from outside. */
@ApplicationScoped
class ImageDeletion {

    private final NovaRequest request;
    private final DeleteImage delete;

    ImageDeletion(NovaRequest request, DeleteImage delete) {
        this.request = request;
        this.delete = delete;
    }

    @Mutation
    Response delete(UUID image) {
        delete.delete(request.caller(), image);
        return Response.noContent().build();
    }
}
