package io.oblako.compute.domain.snapshot;

import io.oblako.compute.domain.server.ServerOperations;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.kernel.token.Caller;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes an image of the root disk of a server. */
public final class CreateImageOfServer {

    private final ServerOperations operations;
    private final Supplier<UUID> ids;

    /** @param ids new random ids */
    public CreateImageOfServer(ServerOperations operations, Supplier<UUID> ids) {
        this.operations = operations;
        this.ids = ids;
    }

    /**
     * Allowed when active, stopped, paused or suspended.
     *
     * @param metadata becomes properties of the image, over those inherited from the server's own image
     * @return id of the image, which appears at once as queued
     */
    public UUID create(Caller caller, UUID server, String name, Map<String, String> metadata) {
        UUID image = ids.get();
        operations.request(caller, server, new ServerOrder.CreateImage(image, name, metadata));
        return image;
    }
}
