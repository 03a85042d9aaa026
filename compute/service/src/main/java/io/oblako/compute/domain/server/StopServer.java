package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Turns a server off; its disk and its place on the host stay. */
public final class StopServer {

    private final ServerOperations operations;

    public StopServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when active or in error (Nova: os-stop). */
    public Server stop(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Stop());
    }
}
