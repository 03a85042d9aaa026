package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Declares a server active or in error, for administrators to get one out of a state it hangs in. */
public final class ResetState {

    private final ServerOperations operations;

    public ResetState(ServerOperations operations) {
        this.operations = operations;
    }

    /** Ends nothing that is going on; the node is asked what is true. */
    public Server reset(Caller caller, UUID server, boolean active) {
        return operations.request(caller, server, new ServerOrder.ResetState(active));
    }
}
