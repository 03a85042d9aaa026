package io.oblako.identity.api;

import io.oblako.identity.domain.project.Project;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trees of project ids, as {@code parents_as_ids} and {@code subtree_as_ids} show them: an id and what is inside it. */
final class ProjectTrees {

    private ProjectTrees() {}

    /** @param ancestors nearest first */
    static @Nullable Map<String, Object> upwards(List<Project> ancestors) {
        Map<String, Object> inner = null;
        for (Project ancestor : ancestors.reversed()) {
            Map<String, Object> outer = new LinkedHashMap<>();
            outer.put(ancestor.id(), inner);
            inner = outer;
        }
        return inner;
    }

    /** @param descendants each after its parent */
    static @Nullable Map<String, Object> downwards(String id, List<Project> descendants) {
        Map<String, Map<String, Object>> children = new HashMap<>();
        for (Project project : descendants.reversed()) {
            children.computeIfAbsent(Objects.requireNonNull(project.parentId()), parent -> new LinkedHashMap<>())
                    .put(project.id(), children.get(project.id()));
        }
        return children.get(id);
    }
}
