package io.oblako.identity.domain.project;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project, or a domain: a domain is the root of a tree of projects and has neither a domain nor a parent.
 *
 * @param domainId the domain it belongs to; absent for a domain
 * @param parentId the project above, or the domain for a project at the top; absent for a domain
 * @param tags sorted, no duplicates
 * @param extra attributes of the operator's own that we store and give back
 * @param generation counts up with each change
 */
public record Project(
        String id,
        String name,
        @Nullable String domainId,
        @Nullable String parentId,
        boolean enabled,
        String description,
        List<String> tags,
        Map<String, Object> extra,
        long generation) {

    /** The id of the domain that exists from the beginning and that clients mean when they name none. */
    public static final String DEFAULT_DOMAIN = "default";

    public Project {
        tags = tags.stream().distinct().sorted().toList();
        extra = Map.copyOf(extra);
        if ((domainId == null) != (parentId == null)) {
            throw new IllegalArgumentException("A domain has no domain and no parent, a project has both");
        }
    }

    public static Project domain(String id, String name, String description) {
        return new Project(id, name, null, null, true, description, List.of(), Map.of(), 1);
    }

    public static Project project(String id, String name, String domain, String parent, String description) {
        return new Project(id, name, domain, parent, true, description, List.of(), Map.of(), 1);
    }

    public boolean isDomain() {
        return domainId == null;
    }

    /** The domain's id: its own for a domain. */
    public String domain() {
        return domainId == null ? id : domainId;
    }

    public Project withTags(List<String> newTags) {
        return new Project(id, name, domainId, parentId, enabled, description, newTags, extra, generation);
    }

    public Project changed(String newName, String newDescription, boolean nowEnabled, Map<String, Object> newExtra) {
        return new Project(id, newName, domainId, parentId, nowEnabled, newDescription, tags, newExtra, generation);
    }
}
