package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.SERVER_NOT_FOUND;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Finds a server for a caller. Another tenant's server looks exactly like one that does not exist. */
public final class FindServer {

    private final Servers servers;

    public FindServer(Servers servers) {
        this.servers = servers;
    }

    /**
     * A living server that the caller may see: one of the project, any one for administrators.
     *
     * @throws CloudException SERVER_NOT_FOUND
     */
    public Server find(Caller caller, UUID id) {
        return servers.find(id)
                .filter(server -> !server.deleted() && visible(caller, server))
                .orElseThrow(() -> notFound(id));
    }

    /** Like {@link #find}, and deleted ones for administrators. */
    public Server findEvenDeleted(Caller caller, UUID id) {
        return servers.find(id)
                .filter(server -> visible(caller, server) && (!server.deleted() || caller.isAdmin()))
                .orElseThrow(() -> notFound(id));
    }

    static boolean visible(Caller caller, Server server) {
        return caller.isAdmin()
                || caller.project().filter(server.project()::equals).isPresent();
    }

    static CloudException notFound(UUID id) {
        return new CloudException(SERVER_NOT_FOUND, "Instance %s could not be found.".formatted(id));
    }
}
