package io.oblako.compute.domain.server;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The one way servers are written: each committed change is one generation further and leads to one fact. Whoever loses
 * against another writer reads again and decides anew.
 */
public final class ServerChanges {

    private static final int MOST_TRIES = 20;

    private final Servers servers;
    private final ServerFacts facts;

    public ServerChanges(Servers servers, ServerFacts facts) {
        this.servers = servers;
        this.facts = facts;
    }

    public void add(List<Server> fresh) {
        servers.add(fresh);
        fresh.forEach(facts::publish);
    }

    /**
     * Changes a server.
     *
     * @param decide from the server as it is to what it becomes; the same object for no change. May run several times,
     *     so it only decides, and may throw
     * @return the server after the change
     * @throws CloudException SERVER_NOT_FOUND when there never was one
     */
    @SuppressWarnings("ReferenceEquality") // the same object says that nothing was decided; equal ones say it was
    public Server change(UUID id, UnaryOperator<Server> decide) {
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            Server server = servers.find(id).orElseThrow(() -> FindServer.notFound(id));
            Server changed = decide.apply(server);
            if (changed == server) {
                return server;
            }
            if (changed.generation() != server.generation() + 1) {
                throw new IllegalStateException("A change is one generation: server " + id);
            }
            if (servers.save(changed)) {
                facts.publish(changed);
                return changed;
            }
        }
        throw new CloudException(CommonError.STALE, "The server is changing too fast; try again");
    }
}
