package io.oblako.image.api;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done with one image behind the scenes. */
@Path("/v2/images/{image}/tasks")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ImageTasksResource {

    private static final int MAX = 100;

    private final ImageReader reader;
    private final Conversions conversions;
    private final TaskView view;
    private final CurrentCaller caller;

    ImageTasksResource(ImageReader reader, Conversions conversions, TaskView view, CurrentCaller caller) {
        this.reader = reader;
        this.conversions = conversions;
        this.view = view;
        this.caller = caller;
    }

    /**
     * The youngest ones. Those who only use a public image see nothing: which hosts it runs on is not their business.
     *
     * @see <a href="https://docs.openstack.org/api-ref/image/v2/#show-tasks-associated-with-image">Glance: tasks of an
     *     image</a>
     */
    @GET
    @Operation("image:images:tasks")
    public Map<String, Object> list(@PathParam("image") String text) {
        Viewer viewer = Viewer.of(caller.get());
        ImageId id = ImageId.parse(text).orElseThrow(() -> Viewer.notFound(text));
        Image image = reader.visible(id, viewer);
        if (!viewer.operator() && !viewer.owns(image)) {
            return Map.of("tasks", List.of());
        }
        return Map.of(
                "tasks",
                conversions.of(id).stream()
                        .limit(MAX)
                        .map(report -> view.full(report, Optional.of(image.owner()), viewer.operator()))
                        .toList());
    }
}
