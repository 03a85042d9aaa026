package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.people.Group;
import io.oblako.identity.domain.people.ManageGroups;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.people.UserFilter;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups and their members, for operators and domain managers. */
@Path("/v3")
@RunOnVirtualThread
public class GroupsResource {

    private static final int MAX_NAME = 64;
    private static final Set<String> KNOWN = Set.of("id", "name", "domain_id", "description", "links");

    private final People people;
    private final ManageGroups manage;
    private final Projects projects;
    private final Spheres spheres;
    private final Links links;

    GroupsResource(People people, ManageGroups manage, Projects projects, Spheres spheres, Links links) {
        this.people = people;
        this.manage = manage;
        this.projects = projects;
        this.spheres = spheres;
        this.links = links;
    }

    @GET
    @Path("groups")
    @Operation("identity:groups:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Sphere sphere = spheres.current();
        sphere.requireList();
        Filters filters = new Filters(uri.getQueryParameters());
        String domain =
                sphere.seesAll() ? filters.text("domain_id") : sphere.domain().orElseThrow();
        var filter = new UserFilter(filters.matches("name"), domain, null);
        return links.list("groups", "/groups", uri, people.groups(filter), g -> PeopleViews.group(g, links));
    }

    @POST
    @Path("groups")
    @Mutation
    @Operation("identity:groups:create")
    public Response create(@Nullable JsonNode json) {
        Sphere sphere = spheres.current();
        Body body = Body.of(json, "group");
        String domain = body.optional("domain_id", 64).orElseGet(() -> UsersResource.actingDomain(sphere));
        if (!sphere.manages(domain)) {
            throw Sphere.denied();
        }
        if (projects.find(domain).filter(Project::isDomain).isEmpty()) {
            throw Sphere.absent("domain", domain);
        }
        Group made = manage.create(new Group(
                "", domain, body.name("name", MAX_NAME), body.textOr("description", ""), body.extra(KNOWN, Map.of())));
        return Response.status(Response.Status.CREATED)
                .entity(Map.of("group", PeopleViews.group(made, links)))
                .build();
    }

    @GET
    @Path("groups/{id}")
    @Operation("identity:groups:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        return Map.of("group", PeopleViews.group(visible(id), links));
    }

    private Group visible(String id) {
        Sphere sphere = spheres.current();
        sphere.requireList();
        Group group = people.group(id).orElseThrow(() -> Sphere.absent("group", id));
        sphere.requireSees(group.domainId(), "group", id);
        return group;
    }

    private Group managed(String id) {
        Group group = visible(id);
        spheres.current().requireManages(group.domainId(), "group", id);
        return group;
    }

    @PATCH
    @Path("groups/{id}")
    @Mutation
    @Operation("identity:groups:update")
    public Map<String, Object> update(@PathParam("id") String id, @Nullable JsonNode json) {
        Body body = Body.of(json, "group");
        Group before = managed(id);
        if (body.present("domain_id") && !body.name("domain_id", 64).equals(before.domainId())) {
            throw CloudException.forbidden("Update of `domain_id` is not allowed.");
        }
        Group after = new Group(
                id,
                before.domainId(),
                body.nameOr("name", MAX_NAME, before.name()),
                body.has("description") ? body.textOr("description", "") : before.description(),
                body.extra(KNOWN, before.extra()));
        return Map.of("group", PeopleViews.group(manage.update(before, after), links));
    }

    @DELETE
    @Path("groups/{id}")
    @Mutation
    @Operation("identity:groups:delete")
    public void delete(@PathParam("id") String id) {
        manage.delete(managed(id));
    }

    @GET
    @Path("groups/{id}/users")
    @Operation("identity:group-members:list")
    public Map<String, Object> members(@PathParam("id") String id, @Context UriInfo uri) {
        Group group = visible(id);
        return links.list(
                "users", "/groups/" + id + "/users", uri, people.members(group.id()), u -> PeopleViews.user(u, links));
    }

    @GET
    @Path("groups/{id}/users/{user}")
    @Operation("identity:group-members:check")
    public void member(@PathParam("id") String id, @PathParam("user") String user) {
        if (!people.isMember(visible(id).id(), user)) {
            throw CloudException.notFound("User %s was not found in group %s.".formatted(user, id));
        }
    }

    @PUT
    @Path("groups/{id}/users/{user}")
    @Mutation
    @Operation("identity:group-members:add")
    public void join(@PathParam("id") String id, @PathParam("user") String user) {
        manage.join(managed(id), managedUser(user));
    }

    @DELETE
    @Path("groups/{id}/users/{user}")
    @Mutation
    @Operation("identity:group-members:remove")
    public void leave(@PathParam("id") String id, @PathParam("user") String user) {
        Group group = managed(id);
        User member = managedUser(user);
        if (!people.isMember(group.id(), member.id())) {
            throw CloudException.notFound("User %s was not found in group %s.".formatted(user, id));
        }
        manage.leave(group, member);
    }

    /** A manager puts only users of their own domain into groups (security row ID-18). */
    private User managedUser(String id) {
        Sphere sphere = spheres.current();
        User user = people.user(id).orElseThrow(() -> Sphere.absent("user", id));
        sphere.requireManages(user.domainId(), "user", id);
        return user;
    }
}
