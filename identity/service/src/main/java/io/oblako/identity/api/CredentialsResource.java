package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.credential.ManageCredentials;
import io.oblako.identity.domain.credential.ManageCredentials.RoleName;
import io.oblako.identity.domain.credential.SecretHash;
import io.oblako.identity.domain.credential.StoredRule;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.AccessRule;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Application credentials and access rules, for their owner; an operator may look and delete. */
@Path("/v3")
@RunOnVirtualThread
public class CredentialsResource {

    private static final int MAX_NAME = 255;
    private static final int MAX_ROLES = 100;
    private static final int MAX_RULES = 64;
    private static final int MAX_RULE_PATH = 128;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final ApplicationCredentials credentials;
    private final ManageCredentials manage;
    private final People people;
    private final Roles roles;
    private final Spheres spheres;
    private final Links links;

    CredentialsResource(
            ApplicationCredentials credentials,
            ManageCredentials manage,
            People people,
            Roles roles,
            Spheres spheres,
            Links links) {
        this.credentials = credentials;
        this.manage = manage;
        this.people = people;
        this.roles = roles;
        this.spheres = spheres;
        this.links = links;
    }

    private static String path(String user) {
        return "/users/" + user + "/application_credentials";
    }

    @GET
    @Path("users/{user}/application_credentials")
    @Operation("identity:application-credentials:list")
    public Map<String, Object> list(@PathParam("user") String user, @Context UriInfo uri) {
        requireSees(user);
        String name = new Filters(uri.getQueryParameters()).text("name");
        return links.list("application_credentials", path(user), uri, credentials.list(user, name), this::view);
    }

    private void requireSees(String user) {
        Sphere sphere = spheres.current();
        if (!sphere.is(user) && !sphere.seesAll()) {
            throw Sphere.denied();
        }
        if (people.user(user).isEmpty()) {
            throw Sphere.absent("user", user);
        }
    }

    @POST
    @Path("users/{user}/application_credentials")
    @Mutation(secretAnswer = "application_credential.secret")
    @Operation("identity:application-credentials:create")
    public Response create(@PathParam("user") String user, @Nullable JsonNode json) {
        Sphere sphere = spheres.current();
        if (!sphere.is(user)) {
            throw Sphere.denied();
        }
        sphere.requireUnrestricted();
        Body body = Body.of(json, "application_credential");
        Optional<Secret> given = body.secret("secret");
        if (given.isPresent()
                && (given.get().isEmpty() || given.get().reveal().length() > SecretHash.MAX_SECRET_CHARS)) {
            throw CloudException.badRequest("Invalid input for field 'secret': 1 to %d characters are expected."
                    .formatted(SecretHash.MAX_SECRET_CHARS));
        }
        Secret secret = given.orElseGet(SecretHash::newSecret);
        ApplicationCredential made = manage.create(
                sphere.caller(),
                secret,
                new ManageCredentials.Wish(
                        body.name("name", MAX_NAME),
                        body.textOr("description", ""),
                        body.objects("roles", MAX_ROLES).stream()
                                .map(CredentialsResource::role)
                                .toList(),
                        body.objects("access_rules", MAX_RULES).stream()
                                .map(rule -> rule(user, rule))
                                .toList(),
                        body.flag("unrestricted", false),
                        expiry(body)));
        Map<String, Object> view = view(made);
        view.put("secret", secret.reveal());
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("application_credential", view))
                .build();
    }

    private static @Nullable Instant expiry(Body body) {
        return body.optional("expires_at", 64)
                .map(text -> Times.read("expires_at", text))
                .orElse(null);
    }

    private static RoleName role(Body role) {
        Optional<String> id = role.optional("id", 64);
        return id.isPresent() ? new RoleName(id.get(), null) : new RoleName(null, role.name("name", MAX_NAME));
    }

    /** A rule said in full, or the id of one that the user has. */
    private AccessRule rule(String user, Body rule) {
        Optional<String> id = rule.optional("id", 64);
        if (id.isPresent()) {
            return credentials
                    .findRule(user, id.get())
                    .orElseThrow(() -> Sphere.absent("access rule", id.get()))
                    .rule();
        }
        String method = rule.name("method", 16).toUpperCase(Locale.ROOT);
        String path = rule.name("path", MAX_RULE_PATH);
        if (!METHODS.contains(method) || !path.startsWith("/")) {
            throw CloudException.badRequest("An access rule has an HTTP method and a path that begins with a slash.");
        }
        return new AccessRule(rule.name("service", 64), method, path);
    }

    private Map<String, Object> view(ApplicationCredential credential) {
        RoleGraph graph = roles.graph();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", credential.id());
        view.put("name", credential.name());
        view.put("description", credential.description());
        view.put("project_id", credential.projectId());
        view.put("user_id", credential.userId());
        view.put("unrestricted", credential.unrestricted());
        view.put("system", null);
        Instant end = credential.expiresAt();
        view.put("expires_at", end == null ? null : Times.plain(end));
        view.put(
                "roles",
                credential.roleIds().stream()
                        .sorted()
                        .flatMap(id -> graph.byId(id).stream())
                        .map(CredentialsResource::shownRole)
                        .toList());
        if (!credential.rules().isEmpty()) {
            view.put(
                    "access_rules",
                    credential.rules().stream().map(CredentialsResource::rule).toList());
        }
        view.put("links", links.self(path(credential.userId()) + '/' + credential.id()));
        return view;
    }

    private static Map<String, Object> shownRole(io.oblako.identity.domain.role.Role role) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", role.id());
        view.put("name", role.name());
        view.put("domain_id", role.domainId());
        return view;
    }

    private static Map<String, Object> rule(StoredRule rule) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", rule.id());
        view.put("service", rule.rule().service());
        view.put("method", rule.rule().method());
        view.put("path", rule.rule().path());
        return view;
    }

    @GET
    @Path("users/{user}/application_credentials/{id}")
    @Operation("identity:application-credentials:show")
    public Map<String, Object> show(@PathParam("user") String user, @PathParam("id") String id) {
        requireSees(user);
        return Map.of("application_credential", view(find(user, id)));
    }

    private ApplicationCredential find(String user, String id) {
        return credentials
                .find(id)
                .filter(credential -> credential.userId().equals(user))
                .orElseThrow(() -> Sphere.absent("application credential", id));
    }

    @DELETE
    @Path("users/{user}/application_credentials/{id}")
    @Mutation
    @Operation("identity:application-credentials:delete")
    public void delete(@PathParam("user") String user, @PathParam("id") String id) {
        requireOwnerOrOperator(user);
        manage.delete(find(user, id));
    }

    private void requireOwnerOrOperator(String user) {
        Sphere sphere = spheres.current();
        sphere.requireUnrestricted();
        if (!sphere.is(user) && !sphere.operator()) {
            throw Sphere.denied();
        }
    }

    @GET
    @Path("users/{user}/access_rules")
    @Operation("identity:access-rules:list")
    public Map<String, Object> rules(@PathParam("user") String user, @Context UriInfo uri) {
        requireSees(user);
        return links.list(
                "access_rules",
                "/users/" + user + "/access_rules",
                uri,
                credentials.rules(user),
                rule -> linked(user, rule));
    }

    private Map<String, Object> linked(String user, StoredRule rule) {
        Map<String, Object> view = rule(rule);
        view.put("links", links.self("/users/" + user + "/access_rules/" + rule.id()));
        return view;
    }

    @GET
    @Path("users/{user}/access_rules/{id}")
    @Operation("identity:access-rules:show")
    public Map<String, Object> showRule(@PathParam("user") String user, @PathParam("id") String id) {
        requireSees(user);
        StoredRule rule = credentials.findRule(user, id).orElseThrow(() -> Sphere.absent("access rule", id));
        return Map.of("access_rule", linked(user, rule));
    }

    @DELETE
    @Path("users/{user}/access_rules/{id}")
    @Mutation
    @Operation("identity:access-rules:delete")
    public void deleteRule(@PathParam("user") String user, @PathParam("id") String id) {
        requireOwnerOrOperator(user);
        if (credentials.findRule(user, id).isEmpty()) {
            throw Sphere.absent("access rule", id);
        }
        credentials.removeRule(user, id);
    }
}
