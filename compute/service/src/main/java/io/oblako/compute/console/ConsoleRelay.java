package io.oblako.compute.console;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Carries bytes between a client and a node until one of them ends, or the client may not stay any more. */
final class ConsoleRelay {

    /** A right that was taken back ends the console within 5 s (security row CMP-04). */
    private static final long LOOK_MILLIS = 2000;

    private static final short VIOLATION = 1008;
    private static final short NORMAL = 1000;
    private static final Buffer BEAT = Buffer.buffer("beat");
    private static final Logger LOG = Logger.getLogger(ConsoleRelay.class);

    private final Vertx vertx;
    private final WebSocketBase client;
    private final WebSocketBase node;
    private final BooleanSupplier mayStay;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param mayStay may wait for the database */
    ConsoleRelay(Vertx vertx, WebSocketBase client, WebSocketBase node, BooleanSupplier mayStay) {
        this.vertx = vertx;
        this.client = client;
        this.node = node;
        this.mayStay = mayStay;
    }

    /** @param whenEnded called once */
    void start(Runnable whenEnded) {
        long looks = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                vertx.cancelTimer(looks);
                whenEnded.run();
            }
        };
        carry(client, node, end);
        carry(node, client, end);
        node.resume();
        client.resume();
    }

    private void carry(WebSocketBase from, WebSocketBase to, Runnable end) {
        from.handler(bytes -> {
            var _ = to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(_ -> from.resume());
            }
        });
        from.exceptionHandler(e -> LOG.debug("The connection of a console failed", e));
        from.closeHandler(_ -> {
            end.run();
            close(to, NORMAL);
        });
        if (from.isClosed()) {
            end.run();
            close(to, NORMAL);
        }
    }

    /** Both ends are kept awake; the node ends connections that say nothing. */
    private void look() {
        if (!client.isClosed() && !node.isClosed()) {
            var _ = client.writePing(BEAT);
            var _ = node.writePing(BEAT);
        }
        vertx.executeBlocking(mayStay::getAsBoolean, false)
                .otherwise(e -> {
                    LOG.debug("It is not known whether a console may stay open; asked again soon", e);
                    return true;
                })
                .onSuccess(may -> {
                    if (!may) {
                        close(client, VIOLATION);
                        close(node, NORMAL);
                    }
                });
    }

    private static void close(WebSocketBase socket, short code) {
        if (!socket.isClosed()) {
            var _ = socket.close(code);
        }
    }
}
