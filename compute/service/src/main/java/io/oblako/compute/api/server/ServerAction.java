package io.oblako.compute.api.server;

import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Schema;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Consumer;

/**
 * One action of {@code POST /servers/{id}/action}. Its row in policy.yaml is {@code compute:servers:action:NAME}.
 *
 * @param name the key in the body, for example {@code os-start}
 * @param last the action exists up to and including microversion 2.last
 * @param kind what has to surround it
 */
record ServerAction(String name, Schema schema, int last, Kind kind, Handler handler) {

    static final int FOR_EVER = Integer.MAX_VALUE;

    enum Kind {
        /** In the request's transaction. */
        CHANGE,
        /** Likewise, and the answer holds a secret. */
        CHANGE_WITH_SECRET,
        /** Outside any transaction: it only looks. */
        LOOK
    }

    @FunctionalInterface
    interface Handler {
        /** @param body the whole body, which has passed the schema */
        Response handle(String server, Body body);
    }

    /** Actions of one sort, found by CDI: a new one is written in its group and given a row in policy.yaml. */
    interface Group {
        List<ServerAction> actions();
    }

    static ServerAction change(String name, Schema schema, Handler handler) {
        return new ServerAction(name, schema, FOR_EVER, Kind.CHANGE, handler);
    }

    /** Without arguments, answered with 202 and no body. */
    static ServerAction order(String name, Consumer<String> work) {
        return change(name, ServerSchemas.bare(name), (server, body) -> {
            work.accept(server);
            return Response.accepted().build();
        });
    }

    String operation() {
        return operation(name);
    }

    static String operation(String name) {
        return "compute:servers:action:" + name;
    }
}
