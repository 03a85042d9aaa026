package io.oblako.compute.console;

import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.domain.console.ConsoleGrant;
import io.oblako.compute.messaging.NodeCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** Lines to the consoles of guests, by signed calls to their nodes. */
@ApplicationScoped
class NodeLines {

    private static final int CONNECT_MILLIS = 5000;
    /** Longer than a node waits for a guest's QEMU that is busy. */
    private static final int OPEN_MILLIS = 55_000;

    private final NodeCalls calls;
    private final WebSocketClient client;

    NodeLines(NodeCalls calls, Vertx vertx) {
        this.calls = calls;
        // A node talks to whoever proves to know the secret: nothing is compressed and nothing redirected.
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setConnectTimeout(CONNECT_MILLIS).setMaxConnections(1000));
    }

    @PreDestroy
    void close() {
        var _ = client.close();
    }

    /**
     * Where the console of the granted server is reached. Reads the database.
     *
     * @throws io.oblako.kernel.error.CloudException HOST_UNREACHABLE when the host is away
     */
    WebSocketConnectOptions target(ConsoleGrant grant) {
        NodeCalls.Call call = calls.get(grant.node(), grant.kind().target(grant.server()));
        return new WebSocketConnectOptions()
                .setHost(call.node().getHost())
                .setPort(call.node().getPort())
                .setURI(call.target())
                .setTimeout(OPEN_MILLIS)
                .addHeader(NodeCallSignature.HEADER, call.signature());
    }

    Future<WebSocket> connect(WebSocketConnectOptions target) {
        return client.connect(target).map(node -> {
            node.pause();
            return node;
        });
    }
}
