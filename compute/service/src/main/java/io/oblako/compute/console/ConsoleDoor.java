package io.oblako.compute.console;

import io.oblako.compute.domain.console.ConsoleGrant;
import io.oblako.compute.domain.console.RemoteConsoles;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.tx.Transactions;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * The WebSocket at which consoles are opened: {@code GET /consoles/attach?token=SECRET}. Who holds the secret is let in once;
 * pages of other origins are not (security rows CMP-01 to CMP-04).
 */
@ApplicationScoped
class ConsoleDoor {

    /** Consoles that are open at once in one replica. */
    private static final int MOST_OPEN = 1000;

    private static final int MOST_SECRET = 128;
    private static final String NO_WEB_SOCKETS = "vertx.disableWebsockets";
    private static final Logger LOG = Logger.getLogger(ConsoleDoor.class);

    private final RemoteConsoles consoles;
    private final ConsoleAddresses addresses;
    private final NodeLines lines;
    private final Transactions transactions;
    private final Semaphore places = new Semaphore(MOST_OPEN);

    ConsoleDoor(RemoteConsoles consoles, ConsoleAddresses addresses, NodeLines lines, Transactions transactions) {
        this.consoles = consoles;
        this.addresses = addresses;
        this.lines = lines;
        this.transactions = transactions;
    }

    /** Routes are installed before the server is made, which asks then whether WebSockets are wanted; Quarkus says no for us. */
    void install(@Observes Router router) {
        System.setProperty(NO_WEB_SOCKETS, "false");
        router.route(HttpMethod.GET, ConsoleAddresses.ATTACH)
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1)
                .handler(this::attach);
    }

    private void attach(RoutingContext http) {
        HttpServerRequest request = http.request();
        List<String> secret = http.queryParam("token");
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(http, ErrorKind.BAD_REQUEST, "This address is a WebSocket: open it with a client that speaks one.");
        } else if (!addresses.trusts(request.getHeader(HttpHeaders.ORIGIN))) {
            refuse(http, ErrorKind.FORBIDDEN, "Consoles are not opened from pages of this origin.");
        } else if (secret.size() != 1 || secret.getFirst().length() > MOST_SECRET) {
            refuse(http, ErrorKind.UNAUTHORIZED, "A console's address holds one token.");
        } else if (!places.tryAcquire()) {
            refuse(http, ErrorKind.UNAVAILABLE, "Too many consoles are open: close one, or try again later.");
        } else {
            request.pause();
            open(http, secret.getFirst());
        }
    }

    private void open(RoutingContext http, String secret) {
        Vertx vertx = http.vertx();
        vertx.executeBlocking(() -> transactions.call(() -> consoles.redeem(secret)), false)
                .compose(grant -> grant.isPresent()
                        ? vertx.executeBlocking(() -> lines.target(grant.get()), false)
                                .compose(target -> lines.connect(Objects.requireNonNull(target)))
                                .compose(node -> let(http, grant.get(), node))
                        : unknown(http))
                .onFailure(e -> {
                    places.release();
                    LOG.info("A console could not be opened", e);
                    if (!http.response().headWritten() && !http.response().ended()) {
                        refuse(http, e);
                    }
                });
    }

    private Future<Void> unknown(RoutingContext http) {
        refuse(http, ErrorKind.UNAUTHORIZED, "This address has been used, or has expired: ask for a new one.");
        places.release();
        return Future.succeededFuture();
    }

    private Future<Void> let(RoutingContext http, ConsoleGrant grant, WebSocket node) {
        return http.request().toWebSocket().onFailure(e -> node.close()).map(client -> {
            LOG.infof(
                    "User %s opened the %s console of server %s",
                    grant.caller().user().value(), grant.kind().path(), grant.server());
            new ConsoleRelay(http.vertx(), client, node, () -> consoles.holds(grant)).start(places::release);
            return null;
        });
    }

    private static void refuse(RoutingContext http, Throwable e) {
        switch (e) {
            case CloudException known -> refuse(http, known.kind(), known.sentence());
            case UpgradeRejectedException said
            when said.getStatus() == ErrorKind.CONFLICT.status() ->
                refuse(http, ErrorKind.CONFLICT, "The server does not run: start it, and ask for a new address.");
            default ->
                refuse(
                        http,
                        ErrorKind.UNAVAILABLE,
                        "The server's host did not open the console: ask for a new address.");
        }
    }

    private static void refuse(RoutingContext http, ErrorKind kind, String message) {
        http.response()
                .setStatusCode(kind.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Json.text(
                        Map.of("error", Map.of("code", kind.status(), "title", kind.title(), "message", message))));
    }
}
