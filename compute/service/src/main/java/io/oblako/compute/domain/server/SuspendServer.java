package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Saves the memory of a server to disk, and brings it back. */
public final class SuspendServer {

    private final ServerOperations operations;

    public SuspendServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when active. */
    public Server suspend(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Suspend());
    }

    /** Allowed when suspended. */
    public Server resume(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Resume());
    }
}
