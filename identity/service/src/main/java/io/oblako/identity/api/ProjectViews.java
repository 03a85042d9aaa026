package io.oblako.identity.api;

import io.oblako.identity.domain.project.Project;
import java.util.LinkedHashMap;
import java.util.Map;

/** Domains and projects as Keystone shows them. */
final class ProjectViews {

    private ProjectViews() {}

    static Map<String, Object> project(Project project, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(project.extra());
        view.put("id", project.id());
        view.put("name", project.name());
        view.put("domain_id", project.domainId());
        view.put("parent_id", project.parentId());
        view.put("description", project.description());
        view.put("enabled", project.enabled());
        view.put("is_domain", project.isDomain());
        view.put("tags", project.tags());
        view.put("options", Map.of());
        view.put("links", links.self("/projects/" + project.id()));
        return view;
    }

    static Map<String, Object> domain(Project domain, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(domain.extra());
        view.put("id", domain.id());
        view.put("name", domain.name());
        view.put("description", domain.description());
        view.put("enabled", domain.enabled());
        view.put("tags", domain.tags());
        view.put("options", Map.of());
        view.put("links", links.self("/domains/" + domain.id()));
        return view;
    }
}
