package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps a server from being changed by accident. */
public final class LockServer {

    private final ServerOperations operations;

    public LockServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** @param reason microversion 2.73; absent for none */
    public Server lock(Caller caller, UUID server, @Nullable String reason) {
        return operations.request(caller, server, new ServerOrder.Lock(caller.isAdmin(), reason));
    }

    /** An owner cannot take off an administrator's lock. */
    public Server unlock(Caller caller, UUID server) {
        return operations.request(caller, server, new ServerOrder.Unlock());
    }
}
