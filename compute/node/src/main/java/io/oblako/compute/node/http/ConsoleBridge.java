package io.oblako.compute.node.http;

import io.oblako.compute.contracts.ConsoleKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Carries bytes between a WebSocket and a console of a guest until one of them ends. A screen waits for a slow reader; a
 * serial port does not, or whoever looks at a guest could hold it: what a slow reader misses stands in the guest's log.
 */
final class ConsoleBridge {

    private static final Logger LOG = Logger.getLogger(ConsoleBridge.class);
    private static final int CHUNK = 16 * 1024;
    private static final short GOING_AWAY = 1001;

    private final ServerWebSocket socket;
    private final ByteChannel line;
    private final boolean waits;
    private final Executor workers;
    private final Semaphore room = new Semaphore(0);

    ConsoleBridge(ServerWebSocket socket, ByteChannel line, ConsoleKind kind, Executor workers) {
        this.socket = socket;
        this.line = line;
        this.waits = kind == ConsoleKind.SCREEN;
        this.workers = workers;
    }

    /** @param ended called once when nothing is carried any more */
    void start(Runnable ended) {
        socket.drainHandler(_ -> room.release());
        socket.exceptionHandler(e -> LOG.debug("A console's connection failed", e));
        socket.closeHandler(_ -> {
            hangUp();
            room.release();
        });
        socket.handler(this::toGuest);
        workers.execute(() -> {
            try {
                fromGuest();
            } finally {
                hangUp();
                ended.run();
            }
        });
    }

    /** Writes may wait for the guest, so they are done away from the event loop; the next bytes wait meanwhile. */
    private void toGuest(Buffer bytes) {
        socket.pause();
        workers.execute(() -> {
            try {
                ByteBuffer typed = ByteBuffer.wrap(bytes.getBytes());
                while (typed.hasRemaining()) {
                    line.write(typed);
                }
                socket.resume();
            } catch (IOException e) {
                LOG.debug("A guest's console hears no more", e);
                hangUp();
            }
        });
    }

    private void fromGuest() {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try {
            while (line.read(chunk) >= 0 && !socket.isClosed()) {
                chunk.flip();
                byte[] said = new byte[chunk.remaining()];
                chunk.get(said);
                chunk.clear();
                if (waits) {
                    awaitRoom();
                }
                if (!socket.writeQueueFull()) {
                    var _ = socket.write(Buffer.buffer(said));
                }
            }
        } catch (IOException e) {
            LOG.debug("A guest's console has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRoom() throws InterruptedException {
        while (socket.writeQueueFull() && !socket.isClosed()) {
            room.acquire();
            room.drainPermits();
        }
    }

    static void close(ByteChannel line) {
        try {
            line.close();
        } catch (IOException e) {
            LOG.debug("A guest's console was not closed in good order", e);
        }
    }

    private void hangUp() {
        close(line);
        if (!socket.isClosed()) {
            var _ = socket.close(GOING_AWAY);
        }
    }
}
