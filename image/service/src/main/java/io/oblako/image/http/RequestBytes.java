package io.oblako.image.http;

import io.netty.buffer.ByteBuf;
import io.oblako.image.domain.upload.ByteSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, handed from the event loop to the thread that reads it, chunk by chunk. The connection is not
 * read from while {@value #MAX_WAITING} chunks wait, so a fast sender costs no memory: TCP holds it back. A large body of
 * known length is read by that thread itself, see {@link BorrowedSocket}. Everything but {@link #of} belongs to one
 * thread, which closes it.
 */
public final class RequestBytes implements ByteSource, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RequestBytes.class);
    private static final int MAX_WAITING = 6;
    private static final int RESUME_AT = 2;
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /** From so many bytes on it is worth to borrow the socket. */
    private static final long WORTH_BORROWING = 1 << 20;

    /** A client that sends nothing for so long after a refusal is waiting for the answer. */
    private static final Duration SILENCE_AFTER_REFUSAL = Duration.ofSeconds(1);
    /** One that goes on sending is listened to for so long, or it would keep a thread by a byte per second. */
    private static final Duration LISTENING_AFTER_REFUSAL = Duration.ofSeconds(20);

    /** What the event loop hands over, in the order of the wire. */
    private sealed interface Arrival {

        record Chunk(ByteBuf bytes) implements Arrival {}

        /** From here on the bytes are read from the socket. */
        record Lent(BorrowedSocket socket) implements Arrival {}

        /** @param failure why there are no more; absent when all have come */
        record End(@Nullable Throwable failure) implements Arrival {}
    }

    private final HttpServerRequest request;
    private final Context context;
    private final @Nullable BodyTap tap;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;
    private long arrivedBytes;
    private @Nullable ByteBuf lent;
    private @Nullable BorrowedSocket borrowed;
    private Duration patience;
    private boolean ended;

    private RequestBytes(HttpServerRequest request, Context context, Duration patience) {
        this.request = request;
        this.context = context;
        this.patience = patience;
        this.tap =
                request.version() == HttpVersion.HTTP_1_1 && request.connection() instanceof ConnectionBase connection
                        ? new BodyTap(connection.channel(), this::arrived)
                        : null;
    }

    /** Begins to read the body. Nobody else must have read from it. */
    public static RequestBytes of(HttpServerRequest request, Vertx vertx) {
        return of(request, vertx, SILENCE);
    }

    /** @param patience how long the sender may be silent */
    static RequestBytes of(HttpServerRequest request, Vertx vertx, Duration patience) {
        RequestBytes source = new RequestBytes(request, vertx.getOrCreateContext(), patience);
        source.context.runOnContext(ignored -> source.listen());
        return source;
    }

    private void listen() {
        if (tap != null) {
            tap.install();
        }
        request.handler(this::arrivedAsCopy);
        request.endHandler(ignored -> arrivals.add(new Arrival.End(null)));
        request.exceptionHandler(failure -> arrivals.add(new Arrival.End(failure)));
        request.resume();
        if (tap != null) {
            // Runs after what had arrived before was handed over, which keeps the order.
            context.runOnContext(ignored -> {
                tap.begin();
                lendSocket(tap);
            });
        }
    }

    private void lendSocket(BodyTap tap) {
        long missing = declared().orElse(0) - arrivedBytes;
        BorrowedSocket socket = missing >= WORTH_BORROWING && !closed ? tap.lend(missing) : null;
        if (socket != null) {
            arrivals.add(new Arrival.Lent(socket));
        }
    }

    /** How many bytes the sender says it will send; empty when it does not say. */
    public OptionalLong declared() {
        // digits alone, or the request would not have come so far
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    @SuppressWarnings("deprecation") // the other way to the bytes copies them once more
    private void arrivedAsCopy(Buffer buffer) {
        arrived(buffer.getByteBuf());
    }

    /** On the event loop. Takes the buffer over. */
    private void arrived(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        arrivedBytes += bytes.readableBytes();
        arrivals.add(new Arrival.Chunk(bytes));
        if (waiting.incrementAndGet() >= MAX_WAITING) {
            pause(true);
        }
    }

    /**
     * On the event loop, which alone stops and goes on: were it the reader, it could take all that waits between the count
     * of {@link #arrived} and its stop, and nobody would go on.
     */
    private void resume() {
        if (waiting.get() < MAX_WAITING) {
            pause(false);
        }
    }

    private void pause(boolean stop) {
        if (tap != null) {
            tap.pause(stop);
        } else if (stop) {
            request.pause();
        } else {
            request.resume();
        }
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        giveBack();
        if (borrowed != null) {
            ByteBuffer bytes = borrowed.next(patience);
            if (bytes != null) {
                return bytes;
            }
            giveSocketBack();
        }
        return ended ? null : nextArrival();
    }

    private @Nullable ByteBuffer nextArrival() throws IOException {
        return switch (await()) {
            case Arrival.Chunk(ByteBuf bytes) -> {
                lent = bytes;
                resumeWhenLow();
                yield bytes.nioBuffer();
            }
            case Arrival.Lent(BorrowedSocket socket) -> {
                borrowed = socket;
                yield next();
            }
            case Arrival.End(var failure) -> {
                ended = true;
                if (failure != null) {
                    throw new IOException("The sender went away", failure);
                }
                yield null;
            }
        };
    }

    private void resumeWhenLow() {
        if (waiting.decrementAndGet() == RESUME_AT) {
            context.runOnContext(ignored -> resume());
        }
    }

    private void giveBack() {
        if (lent != null) {
            lent.release();
            lent = null;
        }
    }

    private void giveSocketBack() {
        if (borrowed != null && tap != null) {
            tap.takeBack(borrowed);
            borrowed = null;
        }
    }

    private Arrival await() throws IOException {
        try {
            Arrival arrival = arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (arrival == null) {
                throw new IOException("The sender has been silent for %d s".formatted(patience.toSeconds()));
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The upload was interrupted", e);
        }
    }

    /**
     * Reads on without keeping anything, so that a client that only listens after it has sent all still hears why it was
     * refused. Beyond this many bytes, or 20 s, it is cut off.
     */
    public void discardRest(long atMostBytes) {
        long discarded = 0;
        long began = System.nanoTime();
        patience = SILENCE_AFTER_REFUSAL;
        try {
            while (discarded < atMostBytes && System.nanoTime() - began < LISTENING_AFTER_REFUSAL.toNanos()) {
                ByteBuffer bytes = next();
                if (bytes == null) {
                    return;
                }
                discarded += bytes.remaining();
            }
        } catch (IOException e) {
            LOG.debugf(e, "A refused upload was not sent to its end");
        }
    }

    /** Whether all bytes were read, so that the connection is good for another request. */
    public boolean exhausted() {
        return ended;
    }

    @Override
    public void close() {
        giveBack();
        giveSocketBack();
        context.runOnContext(ignored -> {
            closed = true;
            for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
                drop(arrival);
            }
            pause(false);
        });
    }

    private void drop(Arrival arrival) {
        switch (arrival) {
            case Arrival.Chunk(ByteBuf bytes) -> bytes.release();
            case Arrival.Lent(BorrowedSocket socket) -> {
                borrowed = socket;
                giveSocketBack();
            }
            case Arrival.End _ -> {}
        }
    }
}
