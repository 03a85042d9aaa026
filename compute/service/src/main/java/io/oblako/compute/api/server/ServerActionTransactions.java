package io.oblako.compute.api.server;

import io.oblako.web.mutation.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** The transactions around server actions; a class of its own because interceptors see only calls from outside. */
@ApplicationScoped
class ServerActionTransactions {

    private final ServerActions actions;

    ServerActionTransactions(ServerActions actions) {
        this.actions = actions;
    }

    @Mutation
    Response change(String server, byte[] body) {
        return actions.run(server, body);
    }

    @Mutation(secretAnswer = {"server.adminPass", "console.url"})
    Response changeWithSecret(String server, byte[] body) {
        return actions.run(server, body);
    }
}
