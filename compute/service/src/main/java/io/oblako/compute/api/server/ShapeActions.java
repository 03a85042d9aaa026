package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.server.ServerView.Extent;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.Change;
import io.oblako.compute.domain.server.ConfirmResize;
import io.oblako.compute.domain.server.RebuildRequest;
import io.oblako.compute.domain.server.RebuildServer;
import io.oblako.compute.domain.server.ResizeServer;
import io.oblako.compute.domain.server.RevertResize;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Actions that change what a server is made of. */
@ApplicationScoped
class ShapeActions implements ServerAction.Group {

    private final NovaRequest request;
    private final ServerShapes shapes;
    private final ResizeServer resize;
    private final ConfirmResize confirm;
    private final RevertResize revert;
    private final RebuildServer rebuild;

    ShapeActions(
            NovaRequest request,
            ServerShapes shapes,
            ResizeServer resize,
            ConfirmResize confirm,
            RevertResize revert,
            RebuildServer rebuild) {
        this.request = request;
        this.shapes = shapes;
        this.resize = resize;
        this.confirm = confirm;
        this.revert = revert;
        this.rebuild = rebuild;
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                ServerAction.change("resize", ServerSchemas.RESIZE, this::resize),
                ServerAction.change("confirmResize", ServerSchemas.bare("confirmResize"), (id, body) -> {
                    confirm.confirm(request.caller(), ServerLookups.id(id));
                    return Response.noContent().build();
                }),
                ServerAction.order("revertResize", id -> revert.revert(request.caller(), ServerLookups.id(id))),
                new ServerAction(
                        "rebuild",
                        ServerSchemas.REBUILD,
                        ServerAction.FOR_EVER,
                        ServerAction.Kind.CHANGE_WITH_SECRET,
                        this::rebuild));
    }

    private Response resize(String id, Body body) {
        Server server = shapes.lookups().server(id);
        var flavor = shapes.lookups().flavor(body.at("resize").needed("flavorRef"));
        resize.resize(request.caller(), server.id(), flavor, DiskConfigs.read(body.at("resize")));
        return Response.accepted().build();
    }

    private Response rebuild(String id, Body whole) {
        Server before = shapes.lookups().server(id);
        Body body = whole.at("rebuild");
        if (body.has("trusted_image_certificates")) {
            throw CloudException.badRequest(
                    "trusted_image_certificates is not supported: image signatures are not verified by this cloud yet");
        }
        if (!body.items("personality").isEmpty()) {
            throw CloudException.badRequest(
                    "personality (injected files) is not supported: use user_data or metadata.");
        }
        if (body.bool("preserve_ephemeral").orElse(false)) {
            throw CloudException.badRequest("preserve_ephemeral is not supported: leave it out.");
        }
        shapes.lookups().refuseTooMuchMetadata(body.map("metadata"));
        Secret password = body.text("adminPass").map(Secret::of).orElseGet(AdminPasswords::fresh);
        RebuildRequest wanted = new RebuildRequest(
                Ids.uuid(body.needed("imageRef")),
                body.textOrNull("name"),
                ServersResource.change(body, "description"),
                body.textOrNull("hostname"),
                body.has("metadata") ? body.map("metadata") : null,
                key(body),
                body.names("user_data")
                        ? new Change<>(body.text("user_data").map(Secret::of).orElse(null))
                        : null,
                password,
                ServersResource.change(body, "accessIPv4"),
                ServersResource.addressChange(body, "accessIPv6"),
                DiskConfigs.read(body));
        Server changed = rebuild.rebuild(request.caller(), before.id(), wanted);
        ServerView view = shapes.views().of(List.of(changed));
        Response answer = JsonOut.document(out -> out.object("server", server -> {
                    view.full(server, changed, Extent.REBUILT);
                    server.text("adminPass", password.reveal());
                }))
                .status(202);
        return Response.fromResponse(answer)
                .header("Location", shapes.links().versioned() + "/servers/" + changed.id())
                .build();
    }

    private @Nullable Change<ServerRequest.Key> key(Body body) {
        return body.names("key_name") ? new Change<>(shapes.lookups().key(body.textOrNull("key_name"))) : null;
    }
}
