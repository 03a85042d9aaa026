package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Gives a resized server its old flavor back; its root disk keeps its size. */
public final class RevertResize {

    private final ServerOperations operations;

    public RevertResize(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when resized. */
    public Server revert(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.RevertResize());
    }
}
