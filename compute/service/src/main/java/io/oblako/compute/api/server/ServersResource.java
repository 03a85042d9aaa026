package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Addresses;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.server.ServerView.Extent;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.server.Change;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.DeleteServer;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerUpdate;
import io.oblako.compute.domain.server.UpdateServer;
import io.oblako.kernel.secret.Secret;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#servers-servers">Compute API: servers</a>
 */
@Path("/v2.1/servers")
@RunOnVirtualThread
public class ServersResource {

    private final NovaRequest request;
    private final ServerReads reads;
    private final ServerCreation creation;
    private final CreateServers create;
    private final UpdateServer update;
    private final DeleteServer delete;

    ServersResource(
            NovaRequest request,
            ServerReads reads,
            ServerCreation creation,
            CreateServers create,
            UpdateServer update,
            DeleteServer delete) {
        this.request = request;
        this.reads = reads;
        this.creation = creation;
        this.create = create;
        this.update = update;
        this.delete = delete;
    }

    @GET
    @Operation("compute:servers:list")
    public Response list() {
        return reads.list().ok();
    }

    @GET
    @Path("detail")
    @Operation("compute:servers:list-detail")
    public Response detail() {
        return reads.detail().ok();
    }

    @GET
    @Path("{server}")
    @Operation("compute:servers:show")
    public Response show(@PathParam("server") String id) {
        return reads.show(id).ok();
    }

    @POST
    @Operation("compute:servers:create")
    @Mutation(secretAnswer = "server.adminPass")
    public Response create(byte[] bytes) {
        Body body = request.body(bytes, ServerSchemas.CREATE).at("server");
        Secret password = body.text("adminPass").map(Secret::of).orElseGet(AdminPasswords::fresh);
        List<Server> made = create.create(request.caller(), creation.read(body, password));
        Server first = made.getFirst();
        Links links = reads.links();
        if (body.bool("return_reservation_id").orElse(false)) {
            return JsonOut.document(
                            out -> out.text("reservation_id", first.machine().reservationId()))
                    .status(202);
        }
        Document document = JsonOut.document(out -> out.object("server", server -> {
            String id = first.id().toString();
            server.text("id", id);
            links.both(server, "servers", id);
            server.text(DiskConfigs.FIELD, DiskConfigs.word(first.details().diskAuto()))
                    .objects("security_groups", ServerCreation.groups(body), (group, name) -> group.text("name", name))
                    .text("adminPass", password.reveal());
        }));
        return Response.fromResponse(document.status(202))
                .header("Location", links.versioned() + "/servers/" + first.id())
                .build();
    }

    @PUT
    @Path("{server}")
    @Operation("compute:servers:update")
    @Mutation
    public Response update(@PathParam("server") String id, byte[] bytes) {
        Body body = request.body(bytes, ServerSchemas.UPDATE).at("server");
        ServerUpdate wanted = new ServerUpdate(
                body.textOrNull("name"),
                change(body, "description"),
                body.textOrNull("hostname"),
                change(body, "accessIPv4"),
                addressChange(body, "accessIPv6"),
                DiskConfigs.read(body));
        Server changed = update.update(request.caller(), ServerLookups.id(id), wanted);
        return reads.server(changed, Extent.UPDATED).status(200);
    }

    static @Nullable Change<String> change(Body body, String name) {
        return body.names(name) ? new Change<>(body.textOrNull(name)) : null;
    }

    static @Nullable Change<String> addressChange(Body body, String name) {
        return body.names(name) ? new Change<>(Addresses.canonical(body.textOrNull(name))) : null;
    }

    @DELETE
    @Path("{server}")
    @Operation("compute:servers:delete")
    @Mutation
    public Response delete(@PathParam("server") String id) {
        delete.delete(request.caller(), ServerLookups.id(id));
        return Response.noContent().build();
    }
}
