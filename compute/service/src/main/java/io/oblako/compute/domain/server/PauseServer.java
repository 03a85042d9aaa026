package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Halts a server in memory, and lets it go on. */
public final class PauseServer {

    private final ServerOperations operations;

    public PauseServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when active. */
    public Server pause(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Pause());
    }

    /** Allowed when paused. */
    public Server unpause(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Unpause());
    }
}
