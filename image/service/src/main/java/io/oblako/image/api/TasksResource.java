package io.oblako.image.api;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud does with images behind the scenes: today, converting them. Nothing is started here; a conversion is
 * cancelled by deleting its image. Owners follow theirs at {@code /v2/images/{id}/tasks}.
 */
@Path(TaskView.SELF)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TasksResource {

    private static final int MAX_LIMIT = 100;

    private final Conversions conversions;
    private final TaskView view;
    private final ImageReader images;

    TasksResource(Conversions conversions, TaskView view, ImageReader images) {
        this.conversions = conversions;
        this.view = view;
        this.images = images;
    }

    /** Youngest first. Filters: type, status. */
    @GET
    @Operation("image:tasks:list")
    public Map<String, Object> list(
            @Context UriInfo uri,
            @QueryParam("type") @Nullable String type,
            @QueryParam("status") @Nullable String status,
            @QueryParam("marker") @Nullable String marker,
            @QueryParam("limit") @DefaultValue("25") String limit) {
        List<ConversionReport> wanted = conversions.all().stream()
                .filter(report -> type == null || type.equals(TaskView.TYPE))
                .filter(report -> status == null || status.equals(view.status(report)))
                .toList();
        int first = marker == null ? 0 : after(marker, wanted);
        int end = Math.min(wanted.size(), first + size(limit));
        List<ConversionReport> page = wanted.subList(first, end);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "tasks",
                page.stream().map(report -> view.brief(report, owner(report))).toList());
        answer.put("first", TaskView.SELF);
        if (end < wanted.size() && !page.isEmpty()) {
            String last = page.getLast().task().toString();
            answer.put("next", Paging.next(TaskView.SELF, uri.getQueryParameters(), last));
        }
        answer.put("schema", "/v2/schemas/tasks");
        return answer;
    }

    @GET
    @Path("{task}")
    @Operation("image:tasks:show")
    public Map<String, @Nullable Object> show(@PathParam("task") String task) {
        ConversionReport report = conversions.all().stream()
                .filter(each -> each.task().toString().equals(task))
                .findFirst()
                .orElseThrow(() -> CloudException.notFound("No task found with this ID."));
        return view.full(report, owner(report), true);
    }

    private Optional<ProjectId> owner(ConversionReport report) {
        return images.owner(ImageId.of(report.image()));
    }

    private static int after(String marker, List<ConversionReport> reports) {
        for (int i = 0; i < reports.size(); i++) {
            if (reports.get(i).task().toString().equals(marker)) {
                return i + 1;
            }
        }
        throw CloudException.badRequest("The marker is not the id of a task in this list.");
    }

    private static int size(String limit) {
        if (!limit.matches("[0-9]{1,9}")) {
            throw CloudException.badRequest("limit param must be an integer, 0 or more.");
        }
        return Math.min(MAX_LIMIT, Integer.parseInt(limit));
    }
}
