package io.oblako.image.domain.quota;

import io.oblako.kernel.id.ProjectId;
import java.util.Map;

/**
 * How much each project may store.
 *
 * @param maxImages images of one project
 * @param maxBytes bytes of one project, unless it is named in the exceptions
 */
public record QuotaLimits(int maxImages, long maxBytes, Map<ProjectId, Long> exceptions) {

    public QuotaLimits {
        exceptions = Map.copyOf(exceptions);
    }

    public long maxBytes(ProjectId project) {
        return exceptions.getOrDefault(project, maxBytes);
    }
}
