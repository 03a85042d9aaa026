package io.oblako.identity.api;

import com.fasterxml.jackson.databind.util.RawValue;
import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Service;
import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.token.Directory;
import io.oblako.identity.domain.token.Directory.View;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what a token says, with the catalog beside it. */
@ApplicationScoped
class TokenView {

    private final Directory directory;

    TokenView(Directory directory) {
        this.directory = directory;
    }

    /** The document of a token; the catalog goes with scoped ones unless it is not wanted. */
    Map<String, Object> of(Caller caller, boolean withCatalog) {
        View view = directory.recent();
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("methods", caller.methods());
        token.put("user", user(caller));
        token.put("audit_ids", auditIds(caller));
        token.put("expires_at", Times.zoned(caller.expiresAt()));
        token.put("issued_at", Times.zoned(caller.issuedAt()));
        boolean scoped = true;
        switch (caller.scope()) {
            case Scope.Unscoped() -> scoped = false;
            case Scope.Project project -> {
                token.put(
                        "project",
                        named(
                                project.id().value(),
                                project.name(),
                                project.domain().value(),
                                project.domainName()));
                token.put("is_domain", false);
            }
            case Scope.Domain domain ->
                token.put("domain", Map.of("id", domain.id().value(), "name", domain.name()));
            case Scope.System() -> token.put("system", Map.of("all", true));
        }
        if (scoped) {
            token.put("roles", roles(view, caller));
            if (withCatalog) {
                token.put("catalog", catalog(view));
            }
        }
        String credential = caller.applicationCredential();
        if (credential != null) {
            token.put("application_credential", credential(view, credential, caller));
        }
        return Map.of("token", token);
    }

    private static Map<String, Object> user(Caller caller) {
        Map<String, Object> user = named(
                caller.user().value(), caller.userName(), caller.userDomain().value(), caller.userDomainName());
        user.put("password_expires_at", null);
        if (caller.methods().contains("openid")) {
            user.put(
                    "OS-FEDERATION",
                    Map.of(
                            "identity_provider", Map.of("id", "keycloak"),
                            "protocol", Map.of("id", "openid"),
                            "groups", List.of()));
        }
        return user;
    }

    private static Map<String, Object> named(String id, String name, String domainId, String domainName) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("id", id);
        named.put("name", name);
        named.put("domain", Map.of("id", domainId, "name", domainName));
        return named;
    }

    private static List<String> auditIds(Caller caller) {
        return caller.auditChainId().equals(caller.auditId())
                ? List.of(caller.auditId())
                : List.of(caller.auditId(), caller.auditChainId());
    }

    private static List<Map<String, String>> roles(View view, Caller caller) {
        List<Map<String, String>> roles = new ArrayList<>();
        caller.roles().stream()
                .sorted()
                .forEach(name -> view.roles()
                        .globalByName(name)
                        .ifPresent(role -> roles.add(Map.of("id", role.id(), "name", name))));
        return roles;
    }

    private static Map<String, Object> credential(View view, String id, Caller caller) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("name", view.credential(id).map(ApplicationCredential::name).orElse(""));
        shown.put("restricted", caller.restricted());
        if (!caller.accessRules().isEmpty()) {
            shown.put("access_rules", caller.accessRules());
        }
        return shown;
    }

    /** The catalog as JSON, written once as long as nothing changes. URLs are given literally (security row ID-22). */
    static RawValue catalog(View view) {
        return new RawValue(view.once("catalog-json", "", "", () -> Json.text(services(view))));
    }

    private static List<Map<String, Object>> services(View view) {
        List<Map<String, Object>> services = new ArrayList<>();
        for (Service service : view.services()) {
            List<Map<String, Object>> endpoints = new ArrayList<>();
            for (Endpoint endpoint : view.endpoints()) {
                if (endpoint.serviceId().equals(service.id())) {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("id", endpoint.id());
                    shown.put("interface", endpoint.face());
                    shown.put("region_id", endpoint.regionId());
                    shown.put("region", endpoint.regionId());
                    shown.put("url", endpoint.url());
                    endpoints.add(shown);
                }
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("endpoints", endpoints);
            shown.put("id", service.id());
            shown.put("type", service.type());
            shown.put("name", service.name());
            services.add(shown);
        }
        return services;
    }
}
