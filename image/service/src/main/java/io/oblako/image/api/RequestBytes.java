package io.oblako.image.api;

import io.oblako.image.domain.upload.ByteSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, taken from the event loop chunk by chunk. The connection is not read from while more than
 * {@value #HIGH_BYTES} bytes wait, so a fast sender costs no memory (and TCP holds it back).
 */
final class RequestBytes implements ByteSource {

    private static final long HIGH_BYTES = 4 << 20;
    private static final long LOW_BYTES = 2 << 20;
    private static final long SILENCE_SECONDS = 60;

    /** @param bytes absent at the end  @param failure why there are no more */
    private record Arrival(
            @Nullable ByteBuffer bytes, @Nullable Throwable failure) {}

    private final HttpServerRequest request;
    private final Context context;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean paused;
    private boolean ended;

    private RequestBytes(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    /** Begins to read the body. The request must not have been read from. */
    static RequestBytes of(HttpServerRequest request, Vertx vertx) {
        RequestBytes source = new RequestBytes(request, vertx.getOrCreateContext());
        source.context.runOnContext(ignored -> source.listen());
        return source;
    }

    private void listen() {
        request.handler(this::arrived);
        request.endHandler(ignored -> arrivals.add(new Arrival(null, null)));
        request.exceptionHandler(failure -> arrivals.add(new Arrival(null, failure)));
        request.resume();
    }

    private void arrived(Buffer buffer) {
        ByteBuffer bytes = buffer.getByteBuf().nioBuffer();
        arrivals.add(new Arrival(bytes, null));
        if (waitingBytes.addAndGet(bytes.remaining()) > HIGH_BYTES) {
            paused = true;
            request.pause();
        }
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (ended) {
            return null;
        }
        Arrival arrival = await();
        ByteBuffer bytes = arrival.bytes();
        if (bytes == null) {
            ended = true;
            if (arrival.failure() != null) {
                throw new IOException("The sender went away", arrival.failure());
            }
            return null;
        }
        if (waitingBytes.addAndGet(-bytes.remaining()) < LOW_BYTES && paused) {
            paused = false;
            context.runOnContext(ignored -> request.resume());
        }
        return bytes;
    }

    private Arrival await() throws IOException {
        try {
            Arrival arrival = arrivals.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
            if (arrival == null) {
                ended = true;
                throw new IOException("The sender has been silent for %d s".formatted(SILENCE_SECONDS));
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The upload was interrupted", e);
        }
    }

    /**
     * Reads on without keeping anything, so that a client that only listens after it has sent all still hears why it was
     * refused. Beyond this many bytes it is cut off.
     */
    void discardRest(long atMostBytes) {
        long discarded = 0;
        try {
            while (discarded < atMostBytes) {
                ByteBuffer bytes = next();
                if (bytes == null) {
                    return;
                }
                discarded += bytes.remaining();
            }
        } catch (IOException e) {
            ended = true; // the client is gone and hears nothing
        }
    }
}
