package io.oblako.identity.api;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import io.oblako.testing.AccessMatrix.Thing;
import io.oblako.testing.RouteInventory.Route;
import io.oblako.testing.TestIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A domain with one of everything in it, for requests that ask about it: a project, a user with a credential, a group. Its
 * parts are made when they are first needed, and anew after {@link #wearOut}: a request may have removed them, and tokens
 * about them are void.
 */
final class AccessWorld {

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)(: [^}]*)?}");
    private static final String TAG = "matrix";

    private final TestIdentity identity;
    private final String admin;
    private final String domain;
    private final Map<String, String> parts = new HashMap<>();

    private AccessWorld(TestIdentity identity, String admin, String domain) {
        this.identity = identity;
        this.admin = admin;
        this.domain = domain;
    }

    /** @param admin a token of an operator, who makes all that is here */
    static AccessWorld make(TestIdentity identity, String admin) {
        return new AccessWorld(identity, admin, Cloud.make(admin, "domain", Map.of("name", Cloud.fresh("world"))));
    }

    void wearOut() {
        parts.clear();
    }

    String domain() {
        return domain;
    }

    String project() {
        return part(
                "project",
                () -> Cloud.make(
                        admin,
                        "project",
                        Map.of("name", Cloud.fresh("project"), "domain_id", domain, "tags", new String[] {TAG})));
    }

    String user() {
        return part("user", () -> {
            String user = Cloud.make(admin, "user", Map.of("name", Cloud.fresh("user"), "domain_id", domain));
            String reader = Cloud.roleId(admin, "reader");
            for (String path : new String[] {
                "/v3/projects/%s/users/%s/roles/%s".formatted(project(), user, reader),
                "/v3/OS-INHERIT/projects/%s/users/%s/roles/%s/inherited_to_projects".formatted(project(), user, reader),
                "/v3/system/users/%s/roles/%s".formatted(user, reader),
                "/v3/groups/%s/users/%s".formatted(group(), user)
            }) {
                Cloud.as(admin).put(path).then().statusCode(204);
            }
            return user;
        });
    }

    private String group() {
        return part(
                "group", () -> Cloud.make(admin, "group", Map.of("name", Cloud.fresh("group"), "domain_id", domain)));
    }

    private String credential() {
        return part(
                "credential",
                () -> Cloud.as(identity.token(self("member", projectScope())))
                        .body(Map.of("application_credential", Map.of("name", Cloud.fresh("credential"))))
                        .post("/v3/users/%s/application_credentials".formatted(user()))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("application_credential.id"));
    }

    /** A rule that no credential has any more: it may be removed. */
    private String rule() {
        return part("rule", () -> {
            String path = "/v3/users/%s/application_credentials".formatted(user());
            var made = Cloud.as(identity.token(self("member", projectScope())))
                    .body(Map.of(
                            "application_credential",
                            Map.of("name", Cloud.fresh("ruled"), "access_rules", new Map<?, ?>[] {
                                Map.of("service", "compute", "method", "GET", "path", "/v2.1/servers")
                            })))
                    .post(path);
            made.then().statusCode(201);
            Cloud.as(identity.token(self("member", projectScope())))
                    .delete(path + '/' + made.path("application_credential.id"))
                    .then()
                    .statusCode(204);
            return made.path("application_credential.access_rules[0].id");
        });
    }

    private String part(String kind, Supplier<String> make) {
        String known = parts.get(kind);
        if (known == null) {
            known = make.get();
            parts.put(kind, known);
        }
        return known;
    }

    Scope projectScope() {
        return new Scope.Project(ProjectId.of(project()), "project", DomainId.of(domain), "world");
    }

    Scope domainScope() {
        return new Scope.Domain(DomainId.of(domain), "world");
    }

    /** The user of this world themselves, with these roles in this scope. */
    Caller self(String persona, Scope scope) {
        return as(user(), persona, scope);
    }

    /** Somebody else with these roles in this scope. */
    Caller neighbour(String persona, Scope scope) {
        return as(UUID.randomUUID().toString().replace("-", ""), persona, scope);
    }

    private Caller as(String user, String persona, Scope scope) {
        Caller like = identity.caller(scope, persona, List.of());
        return new Caller(
                UserId.of(user),
                like.userName(),
                DomainId.of(domain),
                "world",
                scope,
                like.roles(),
                like.methods(),
                like.auditId(),
                like.auditChainId(),
                like.issuedAt(),
                like.expiresAt(),
                null,
                false,
                like.accessRules());
    }

    /** What the path names that is in a domain: the route is about somebody's thing. */
    static boolean owned(Route route) {
        return !route.path().startsWith("/v3/OS-FEDERATION")
                && PARAMETER
                        .matcher(route.path())
                        .results()
                        .anyMatch(match -> !kind(route, match.group(1)).isEmpty());
    }

    /** The path with all that it names in this world; and the same with the first of them absent. */
    Thing thing(Route route) {
        String id = "";
        var matcher = PARAMETER.matcher(route.path());
        while (id.isEmpty() && matcher.find()) {
            id = value(route, matcher.group(1));
        }
        String absent = UUID.randomUUID().toString().replace("-", "");
        String path = fill(route, name -> value(route, name));
        return new Thing(path, id, path.replace(id, absent), absent);
    }

    /** The path with nothing that is there. */
    static String absent(Route route) {
        return fill(route, name -> "");
    }

    private static String fill(Route route, Function<String, String> value) {
        return PARAMETER.matcher(route.path()).replaceAll(match -> {
            String name = match.group(1);
            return switch (name) {
                case "where" -> "projects";
                case "who" -> "users";
                case "tag" -> TAG;
                default -> {
                    String known = value.apply(name);
                    yield known.isEmpty() ? UUID.randomUUID().toString().replace("-", "") : known;
                }
            };
        });
    }

    private String value(Route route, String name) {
        return switch (kind(route, name)) {
            case "domain" -> domain;
            case "project" -> project();
            case "user" -> user();
            case "group" -> group();
            case "credential" -> credential();
            case "rule" -> rule();
            default -> name.equals("role") ? Cloud.roleId(admin, "reader") : "";
        };
    }

    /** What a name in a path stands for there. */
    private static String kind(Route route, String name) {
        String path = route.path();
        return switch (name) {
            case "target" -> "project";
            case "actor", "user" -> "user";
            case "id" -> {
                if (path.contains("/application_credentials/")) {
                    yield "credential";
                }
                if (path.contains("/access_rules/")) {
                    yield "rule";
                }
                String first = path.replaceFirst("^/v3/", "").replaceFirst("/.*$", "");
                yield switch (first) {
                    case "domains" -> "domain";
                    case "projects" -> "project";
                    case "users" -> "user";
                    case "groups" -> "group";
                    default -> "";
                };
            }
            default -> "";
        };
    }
}
