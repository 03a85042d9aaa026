package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.DeleteServer;
import io.oblako.compute.domain.server.LockServer;
import io.oblako.compute.domain.server.ResetState;
import io.oblako.compute.domain.snapshot.CreateImageOfServer;
import io.oblako.web.config.OblakoConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Actions that lock, copy, repair and remove. */
@ApplicationScoped
class OtherActions implements ServerAction.Group {

    private static final int IMAGE_ID_IN_BODY = 45;

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final LockServer lock;
    private final ResetState reset;
    private final DeleteServer delete;
    private final CreateImageOfServer createImage;
    private final AwaitedImages awaited;
    private final OblakoConfig config;

    OtherActions(
            NovaRequest request,
            ServerLookups lookups,
            LockServer lock,
            ResetState reset,
            DeleteServer delete,
            CreateImageOfServer createImage,
            AwaitedImages awaited,
            OblakoConfig config) {
        this.request = request;
        this.lookups = lookups;
        this.lock = lock;
        this.reset = reset;
        this.delete = delete;
        this.createImage = createImage;
        this.awaited = awaited;
        this.config = config;
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                ServerAction.change("lock", ServerSchemas.LOCK, (id, body) -> {
                    lock.lock(request.caller(), ServerLookups.id(id), reason(body));
                    return Response.accepted().build();
                }),
                ServerAction.order("unlock", id -> lock.unlock(request.caller(), ServerLookups.id(id))),
                ServerAction.order("forceDelete", id -> delete.forceDelete(request.caller(), ServerLookups.id(id))),
                ServerAction.change("os-resetState", ServerSchemas.RESET_STATE, (id, body) -> {
                    boolean active = body.at("os-resetState").needed("state").equals("active");
                    reset.reset(request.caller(), ServerLookups.id(id), active);
                    return Response.accepted().build();
                }),
                ServerAction.change("createImage", ServerSchemas.CREATE_IMAGE, this::createImage));
    }

    private @Nullable String reason(Body body) {
        return request.since(73) ? body.at("lock").textOrNull("locked_reason") : null;
    }

    private Response createImage(String id, Body whole) {
        Body body = whole.at("createImage");
        Map<String, String> metadata = body.map("metadata");
        lookups.refuseTooMuchMetadata(metadata);
        UUID image = createImage.create(request.caller(), ServerLookups.id(id), body.needed("name"), metadata);
        awaited.expect(image);
        if (request.since(IMAGE_ID_IN_BODY)) {
            return JsonOut.document(out -> out.text("image_id", image.toString()))
                    .status(202);
        }
        return Response.accepted()
                .header("Location", config.imageUrl() + "/images/" + image)
                .build();
    }
}
