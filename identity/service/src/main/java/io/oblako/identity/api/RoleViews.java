package io.oblako.identity.api;

import io.oblako.identity.domain.role.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/** Roles as Keystone shows them. */
final class RoleViews {

    private RoleViews() {}

    static Map<String, Object> role(Role role, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(role.extra());
        view.put("id", role.id());
        view.put("name", role.name());
        view.put("domain_id", role.domainId());
        view.put("description", role.description());
        view.put("options", Map.of());
        view.put("links", links.self("/roles/" + role.id()));
        return view;
    }

    /** As it stands inside inferences. */
    static Map<String, Object> brief(Role role, Links links) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", role.id());
        view.put("name", role.name());
        view.put("links", links.self("/roles/" + role.id()));
        return view;
    }
}
