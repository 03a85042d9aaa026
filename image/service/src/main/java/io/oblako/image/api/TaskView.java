package io.oblako.image.api;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.kernel.id.ProjectId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversions in the shape of Glance's tasks, of the type {@value #TYPE}.
 *
 * @see <a href="https://docs.openstack.org/api-ref/image/v2/#tasks">Glance: tasks</a>
 */
@ApplicationScoped
class TaskView {

    static final String SELF = "/v2/tasks";
    static final String TYPE = "convert";

    private final Conversions conversions;

    TaskView(Conversions conversions) {
        this.conversions = conversions;
    }

    String status(ConversionReport report) {
        return conversions.status(report).name().toLowerCase(Locale.ROOT);
    }

    /** As a list shows it. */
    Map<String, @Nullable Object> brief(ConversionReport report, Optional<ProjectId> owner) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        Conversions.Status status = conversions.status(report);
        boolean ended = status == Conversions.Status.SUCCESS || status == Conversions.Status.FAILURE;
        view.put("id", report.task().toString());
        view.put("type", TYPE);
        view.put("status", status(report));
        view.put("owner", owner.map(ProjectId::value).orElse(null));
        view.put("created_at", ImageView.time(report.startedAt()));
        view.put("updated_at", ImageView.time(report.at()));
        view.put("expires_at", ended ? ImageView.time(conversions.expiresAt(report)) : null);
        view.put("self", SELF + '/' + report.task());
        view.put("schema", "/v2/schemas/task");
        return view;
    }

    /** All there is to know. Hosts are told to operators alone. */
    Map<String, @Nullable Object> full(ConversionReport report, Optional<ProjectId> owner, boolean operator) {
        Map<String, @Nullable Object> view = brief(report, owner);
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_id", report.image().toString());
        input.put("from_format", report.fromFormat());
        input.put("to_format", report.toFormat());
        if (operator) {
            input.put("host", report.host());
        }
        long percent = report.bytesTotal() == 0 ? 0 : 100 * report.bytesDone() / report.bytesTotal();
        view.put("image_id", report.image().toString());
        view.put("input", input);
        view.put(
                "result",
                Map.of("bytes_done", report.bytesDone(), "bytes_total", report.bytesTotal(), "progress", percent));
        view.put("message", conversions.message(report));
        return view;
    }
}
