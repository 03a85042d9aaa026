package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.people.LoginName;
import io.oblako.identity.domain.people.ManageUsers;
import io.oblako.identity.domain.people.ManageUsers.FirstHalf;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.people.UserFilter;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment.Kind;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Scope;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.mutation.Mutations;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users. Each sees themselves and changes their own password; the rest is for operators and domain managers. */
@Path("/v3")
@RunOnVirtualThread
public class UsersResource {

    private static final int MAX_NAME = 255;
    private static final Set<String> KNOWN = Set.of(
            "id",
            "name",
            "domain_id",
            "enabled",
            "password",
            "original_password",
            "description",
            "email",
            "default_project_id",
            "options",
            "links",
            "password_expires_at",
            "federated");

    private final People people;
    private final ManageUsers manage;
    private final Projects projects;
    private final Roles roles;
    private final Spheres spheres;
    private final ClientAddress client;
    private final Mutations mutations;
    private final Links links;

    UsersResource(
            People people,
            ManageUsers manage,
            Projects projects,
            Roles roles,
            Spheres spheres,
            ClientAddress client,
            Mutations mutations,
            Links links) {
        this.people = people;
        this.manage = manage;
        this.projects = projects;
        this.roles = roles;
        this.spheres = spheres;
        this.client = client;
        this.mutations = mutations;
        this.links = links;
    }

    @GET
    @Path("users")
    @Operation("identity:users:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        sphere.requireList();
        Filters filters = new Filters(uri.getQueryParameters());
        String domain =
                sphere.seesAll() ? filters.text("domain_id") : sphere.domain().orElseThrow();
        var filter = new UserFilter(filters.matches("name"), domain, filters.optionalFlag("enabled"));
        return links.list("users", "/users", uri, people.users(filter), u -> PeopleViews.user(u, links));
    }

    @POST
    @Path("users")
    @Operation("identity:users:create")
    public Response create(@Nullable JsonNode json) {
        return mutations.prepared(
                () -> {
                    FirstHalf made = make(Body.of(json, "user"));
                    return () -> {
                        made.secondHalf().run();
                        return Response.status(Response.Status.CREATED)
                                .entity(Map.of("user", PeopleViews.user(made.user(), links)))
                                .build();
                    };
                },
                json);
    }

    private FirstHalf make(Body body) {
        Sphere sphere = spheres.current();
        String domainId = body.optional("domain_id", 64).orElseGet(() -> actingDomain(sphere));
        if (!sphere.manages(domainId)) {
            throw Sphere.denied();
        }
        Project domain =
                projects.find(domainId).filter(Project::isDomain).orElseThrow(() -> Sphere.absent("domain", domainId));
        String name = body.name("name", MAX_NAME);
        User wanted = new User(
                "",
                domainId,
                name,
                LoginName.of(domain, name),
                body.flag("enabled", true),
                body.textOr("description", ""),
                body.optional("email", MAX_NAME).orElse(null),
                defaultProject(body, null),
                body.extra(KNOWN, Map.of()));
        return manage.create(domain, wanted, body.secret("password").orElse(null));
    }

    static String actingDomain(Sphere sphere) {
        return switch (sphere.caller().scope()) {
            case Scope.Domain domain -> domain.id().value();
            case Scope.Project project -> project.domain().value();
            case Scope.Unscoped(), Scope.System() -> Project.DEFAULT_DOMAIN;
        };
    }

    private static @Nullable String defaultProject(Body body, @Nullable String before) {
        return body.changed("default_project_id", 64, before);
    }

    @GET
    @Path("users/{id}")
    @Operation("identity:users:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("user", PeopleViews.user(visible(id), links));
    }

    private User visible(String id) {
        Sphere sphere = spheres.current();
        if (!sphere.is(id)) {
            sphere.requireList();
        }
        User user = people.user(id).orElseThrow(() -> Sphere.absent("user", id));
        if (!sphere.is(id)) {
            sphere.requireSees(user.domainId(), "user", id);
        }
        return user;
    }

    private User managed(String id) {
        Sphere sphere = spheres.current();
        User user = visible(id);
        sphere.requireManages(user.domainId(), "user", id);
        return user;
    }

    @PATCH
    @Path("users/{id}")
    @Operation("identity:users:update")
    public Response update(@PathParam("id") String id, @Nullable JsonNode json) {
        return mutations.prepared(
                () -> {
                    FirstHalf changed = change(id, Body.of(json, "user"));
                    return () -> {
                        changed.secondHalf().run();
                        return Response.ok(Map.of("user", PeopleViews.user(changed.user(), links)))
                                .build();
                    };
                },
                id,
                json);
    }

    private FirstHalf change(String id, Body body) {
        User before = managed(id);
        if (body.present("domain_id") && !body.name("domain_id", 64).equals(before.domainId())) {
            throw CloudException.forbidden("Update of `domain_id` is not allowed.");
        }
        String name = body.nameOr("name", MAX_NAME, before.name());
        Project domain = projects.find(before.domainId()).orElseThrow();
        User after = new User(
                id,
                before.domainId(),
                name,
                name.equals(before.name()) ? before.login() : LoginName.of(domain, name),
                body.flag("enabled", before.enabled()),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.changed("email", MAX_NAME, before.email()),
                defaultProject(body, before.defaultProjectId()),
                body.extra(KNOWN, before.extra()));
        return manage.update(before, after, body.secret("password").orElse(null));
    }

    @DELETE
    @Path("users/{id}")
    @Mutation
    @Operation("identity:users:delete")
    public void delete(@PathParam("id") String id) {
        manage.delete(managed(id));
    }

    /** Only with the old password, whoever asks, and never by a restricted credential (security rows ID-19, ID-06). */
    @POST
    @Path("users/{id}/password")
    @Operation("identity:users:change-password")
    public Response changePassword(@PathParam("id") String id, @Nullable JsonNode json) {
        Sphere sphere = spheres.current();
        sphere.requireUnrestricted();
        Body body = Body.of(json, "user");
        Secret original = required(body, "original_password");
        Secret replacement = required(body, "password");
        return mutations.prepared(
                () -> {
                    Runnable secondHalf = manage.changePassword(id, original, replacement, client.address());
                    return () -> {
                        secondHalf.run();
                        return Response.noContent().build();
                    };
                },
                id,
                json);
    }

    private static Secret required(Body body, String name) {
        return body.secret(name)
                .orElseThrow(() -> CloudException.badRequest("'%s' is a required property".formatted(name)));
    }

    @GET
    @Path("users/{id}/groups")
    @Operation("identity:users:groups")
    public Map<String, Object> groups(@PathParam("id") String id, @Context UriInfo uri) {
        User user = visible(id);
        return links.list(
                "groups",
                "/users/" + id + "/groups",
                uri,
                people.groupsOf(user.id()),
                g -> PeopleViews.group(g, links));
    }

    @GET
    @Path("users/{id}/projects")
    @Operation("identity:users:projects")
    public Map<String, Object> projects(@PathParam("id") String id, @Context UriInfo uri) {
        User user = visible(id);
        Set<String> ids = roles.targetsOf(user.id(), Kind.PROJECT);
        List<Project> found = projects.list(ProjectFilter.among(ids, false));
        return links.list("projects", "/users/" + id + "/projects", uri, found, p -> ProjectViews.project(p, links));
    }
}
