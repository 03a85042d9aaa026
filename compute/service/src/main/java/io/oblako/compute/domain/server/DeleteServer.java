package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Deletes a server. Legal in every state; a second delete of the same server is the first one. */
public final class DeleteServer {

    private final ServerOperations operations;

    public DeleteServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** The server is gone for the tenant at once when its host does not answer. */
    public Server delete(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Delete());
    }

    /** Like {@link #delete}, recorded as forceDelete. */
    public Server forceDelete(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.ForceDelete());
    }
}
