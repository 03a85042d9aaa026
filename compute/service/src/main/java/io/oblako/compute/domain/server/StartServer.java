package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Turns a stopped server on. */
public final class StartServer {

    private final ServerOperations operations;

    public StartServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** Allowed when stopped (Nova: os-start). */
    public Server start(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Start());
    }
}
