package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Keeps the new flavor of a resized server. */
public final class ConfirmResize {

    private final ServerOperations operations;

    public ConfirmResize(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when resized. */
    public Server confirm(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.ConfirmResize());
    }
}
