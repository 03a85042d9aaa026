package io.oblako.network.domain;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What every resource has.
 *
 * @param name may be empty and need not be unique
 * @param tags sorted, without doubles
 * @param revision counts up with each change; every write compares it
 */
public record Standard(
        UUID id,
        ProjectId project,
        String name,
        String description,
        List<String> tags,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    public Standard {
        tags = List.copyOf(tags);
    }

    public Standard withTags(List<String> next, Instant now) {
        return new Standard(
                id,
                project,
                name,
                description,
                next.stream().sorted().distinct().toList(),
                createdAt,
                now,
                revision);
    }

    public Standard withRevision(long next) {
        return new Standard(id, project, name, description, tags, createdAt, updatedAt, next);
    }

    public Standard touched(Instant now) {
        return new Standard(id, project, name, description, tags, createdAt, now, revision);
    }
}
