package io.oblako.network.ovsdb.wire;

import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages over one socket. The event loop only cuts frames and queues them; a virtual thread of the connection takes
 * them out. When that one falls behind the socket is not read, when the peer falls behind the senders wait: memory is
 * bounded on both sides. Thread-safe.
 */
final class Connection {

    /** What a queued frame costs beside its bytes, so that a flood of tiny ones is bounded too. */
    private static final int FRAME_OVERHEAD = 64;

    /** Queued behind the last frame; no frame is empty. */
    private static final byte[] END = new byte[0];

    /** Called on the connection's own thread, one after the other. */
    interface Reader {
        /** A message has come; an exception ends the connection. */
        void message(byte[] frame);

        /** The last call. */
        void ended(OvsdbException cause);
    }

    private final NetSocket socket;
    private final WireLimits limits;
    private final WireMetrics metrics;
    private final FrameReader frames;
    private final BlockingQueue<byte[]> unread = new LinkedBlockingQueue<>();
    private final AtomicLong unreadBytes = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicReference<@Nullable OvsdbException> end = new AtomicReference<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final Condition room = sending.newCondition();
    private long unsentBytes;
    private volatile long lastHeardNanos = System.nanoTime();

    Connection(NetSocket socket, WireLimits limits, WireMetrics metrics) {
        this.socket = socket;
        this.limits = limits;
        this.metrics = metrics;
        frames = new FrameReader(limits.maxMessageBytes(), MessageCodec.MAX_DEPTH);
    }

    /** Begins to read. To be called on the socket's event loop, before it can have lost a byte. */
    void start(Reader reader, String name) {
        Thread.ofVirtual().name(name).start(() -> read(reader));
        socket.handler(this::received);
        socket.exceptionHandler(e -> end(new ConnectionLostException("The connection broke: " + e.getMessage(), e)));
        socket.closeHandler(_ -> end(new ConnectionLostException("The peer closed the connection")));
    }

    /**
     * Sends a message; waits while the peer does not take what was sent before.
     *
     * @return false when there was no room in time, and nothing was sent
     * @throws ConnectionLostException when the connection has ended
     */
    boolean send(byte[] message, Duration timeout) {
        if (message.length > limits.maxMessageBytes()) {
            throw new IllegalArgumentException("A message of %d bytes is longer than the limit of %d"
                    .formatted(message.length, limits.maxMessageBytes()));
        }
        long left = timeout.toNanos();
        sending.lock();
        try {
            while (unsentBytes > 0 && unsentBytes + message.length > limits.maxUnsentBytes()) {
                requireOpen();
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            requireOpen();
            unsentBytes += message.length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sending.unlock();
        }
        socket.write(Buffer.buffer(message)).onComplete(_ -> sent(message.length));
        return true;
    }

    /** Ends the connection for a reason of ours, unless it has ended. The reader is told on its own thread. */
    void end(OvsdbException cause) {
        if (end.compareAndSet(null, cause)) {
            unread.add(END);
            socket.close();
            sending.lock();
            try {
                room.signalAll();
            } finally {
                sending.unlock();
            }
        }
    }

    /** {@link System#nanoTime} when the last byte came. */
    long lastHeardNanos() {
        // While we do not read, silence is our own.
        return paused.get() ? System.nanoTime() : lastHeardNanos;
    }

    /** Whether more waits to be looked at than may: the socket is not read for now. */
    boolean paused() {
        return paused.get();
    }

    private void sent(int bytes) {
        metrics.sent(bytes);
        sending.lock();
        try {
            unsentBytes -= bytes;
            room.signalAll();
        } finally {
            sending.unlock();
        }
    }

    private void requireOpen() {
        OvsdbException cause = end.get();
        if (cause != null) {
            throw new ConnectionLostException("The connection has ended: " + cause.getMessage(), cause);
        }
    }

    private void received(Buffer buffer) {
        lastHeardNanos = System.nanoTime();
        metrics.received(buffer.length());
        if (end.get() != null) {
            return;
        }
        try {
            frames.feed(buffer.getBytes(), frame -> {
                unreadBytes.addAndGet(frame.length + FRAME_OVERHEAD);
                unread.add(frame);
            });
        } catch (ProtocolException e) {
            end(e);
            return;
        }
        if (unreadBytes.get() > limits.maxUnreadBytes()) {
            socket.pause();
            paused.set(true);
            resumeIfRead();
        }
    }

    private void read(Reader reader) {
        while (true) {
            byte[] frame = next();
            if (frame.length == 0) {
                break;
            }
            try {
                reader.message(frame);
            } catch (OvsdbException e) {
                end(e);
                break;
            } catch (RuntimeException e) {
                end(new ProtocolException("A message could not be handled", e));
                break;
            }
            unreadBytes.addAndGet(-frame.length - FRAME_OVERHEAD);
            resumeIfRead();
        }
        unread.clear();
        OvsdbException cause = end.get();
        reader.ended(cause == null ? new ConnectionLostException("The connection has ended") : cause);
    }

    private byte[] next() {
        while (true) {
            try {
                return unread.take();
            } catch (InterruptedException e) {
                // Nobody has this thread's handle, and whoever wants it to end ends the connection.
                Thread.onSpinWait();
            }
        }
    }

    private void resumeIfRead() {
        if (unreadBytes.get() <= limits.maxUnreadBytes() / 2 && paused.compareAndSet(true, false)) {
            lastHeardNanos = System.nanoTime();
            socket.resume();
        }
    }
}
