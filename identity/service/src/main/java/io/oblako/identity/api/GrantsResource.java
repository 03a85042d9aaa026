package io.oblako.identity.api;

import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** Roles of users and groups in projects, in domains, in the system, and below (OS-INHERIT). */
@Path("/v3")
@RunOnVirtualThread
public class GrantsResource {

    private static final String AT = "{where: projects|domains}/{target}/{who: users|groups}/{actor}/roles";
    private static final String SYSTEM = "system/{who: users|groups}/{actor}/roles";
    private static final String BELOW = "OS-INHERIT/" + AT;

    private final Granting granting;

    GrantsResource(Granting granting) {
        this.granting = granting;
    }

    @GET
    @Path(AT)
    @Operation("identity:grants:list")
    public Map<String, Object> list(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @Context UriInfo uri) {
        String path = "/%s/%s/%s/%s/roles".formatted(where, target, who, actor);
        return granting.list(Granting.actor(who, actor), Granting.target(where, target), false, path, uri);
    }

    @GET
    @Path(AT + "/{role}")
    @Operation("identity:grants:check")
    public void check(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.check(Granting.actor(who, actor), Granting.target(where, target), role, false);
    }

    @PUT
    @Path(AT + "/{role}")
    @Mutation
    @Operation("identity:grants:create")
    public void give(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.give(Granting.actor(who, actor), Granting.target(where, target), role, false);
    }

    @DELETE
    @Path(AT + "/{role}")
    @Mutation
    @Operation("identity:grants:delete")
    public void take(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.take(Granting.actor(who, actor), Granting.target(where, target), role, false);
    }

    @GET
    @Path(BELOW + "/inherited_to_projects")
    @Operation("identity:inherited-grants:list")
    public Map<String, Object> listInherited(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @Context UriInfo uri) {
        String path = "/OS-INHERIT/%s/%s/%s/%s/roles/inherited_to_projects".formatted(where, target, who, actor);
        return granting.list(Granting.actor(who, actor), Granting.target(where, target), true, path, uri);
    }

    @GET
    @Path(BELOW + "/{role}/inherited_to_projects")
    @Operation("identity:inherited-grants:check")
    public void checkInherited(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.check(Granting.actor(who, actor), Granting.target(where, target), role, true);
    }

    @PUT
    @Path(BELOW + "/{role}/inherited_to_projects")
    @Mutation
    @Operation("identity:inherited-grants:create")
    public void giveInherited(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.give(Granting.actor(who, actor), Granting.target(where, target), role, true);
    }

    @DELETE
    @Path(BELOW + "/{role}/inherited_to_projects")
    @Mutation
    @Operation("identity:inherited-grants:delete")
    public void takeInherited(
            @PathParam("where") String where,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor,
            @PathParam("role") String role) {
        granting.take(Granting.actor(who, actor), Granting.target(where, target), role, true);
    }

    @GET
    @Path(SYSTEM)
    @Operation("identity:system-grants:list")
    public Map<String, Object> listSystem(
            @PathParam("who") String who, @PathParam("actor") String actor, @Context UriInfo uri) {
        String path = "/system/%s/%s/roles".formatted(who, actor);
        return granting.list(Granting.actor(who, actor), Target.SYSTEM, false, path, uri);
    }

    @GET
    @Path(SYSTEM + "/{role}")
    @Operation("identity:system-grants:check")
    public void checkSystem(
            @PathParam("who") String who, @PathParam("actor") String actor, @PathParam("role") String role) {
        granting.check(Granting.actor(who, actor), Target.SYSTEM, role, false);
    }

    @PUT
    @Path(SYSTEM + "/{role}")
    @Mutation
    @Operation("identity:system-grants:create")
    public void giveSystem(
            @PathParam("who") String who, @PathParam("actor") String actor, @PathParam("role") String role) {
        granting.give(Granting.actor(who, actor), Target.SYSTEM, role, false);
    }

    @DELETE
    @Path(SYSTEM + "/{role}")
    @Mutation
    @Operation("identity:system-grants:delete")
    public void takeSystem(
            @PathParam("who") String who, @PathParam("actor") String actor, @PathParam("role") String role) {
        granting.take(Granting.actor(who, actor), Target.SYSTEM, role, false);
    }
}
