package io.oblako.identity.api;

import io.oblako.identity.domain.people.Group;
import io.oblako.identity.domain.people.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** Users and groups as Keystone shows them; a password is never among it. */
final class PeopleViews {

    private PeopleViews() {}

    static Map<String, Object> user(User user, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(user.extra());
        view.put("id", user.id());
        view.put("name", user.name());
        view.put("domain_id", user.domainId());
        view.put("enabled", user.enabled());
        view.put("password_expires_at", null);
        view.put("options", Map.of());
        if (!user.description().isEmpty()) {
            view.put("description", user.description());
        }
        if (user.email() != null) {
            view.put("email", user.email());
        }
        if (user.defaultProjectId() != null) {
            view.put("default_project_id", user.defaultProjectId());
        }
        view.put("links", links.self("/users/" + user.id()));
        return view;
    }

    static Map<String, Object> group(Group group, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(group.extra());
        view.put("id", group.id());
        view.put("name", group.name());
        view.put("domain_id", group.domainId());
        view.put("description", group.description());
        view.put("links", links.self("/groups/" + group.id()));
        return view;
    }
}
