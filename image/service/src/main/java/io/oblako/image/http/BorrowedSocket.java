package io.oblako.image.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.nio.AbstractNioChannel.NioUnsafe;
import io.netty.handler.ssl.SslHandler;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a connection, lent by its event loop to the thread that receives the rest of a body of known length. That
 * thread reads into one buffer and writes from there to the disk, without a hand-over between threads for each piece
 * (docs/adr/0023).
 *
 * <p>The connection remains Netty's: nobody reads from it meanwhile, and for every byte that passes here a byte without
 * meaning goes through its pipeline, so that the HTTP decoder finds the end of the body and no idle connection is seen.
 * Everything but {@link #borrow} belongs to one thread, which gives the socket back.
 */
final class BorrowedSocket {

    /** Of the handler that is in the pipeline as long as the socket is lent. */
    static final String NAME = "borrowed-socket";

    /** The more is read at a time, the further the kernel opens the window: half of it costs a quarter more (docs/adr/0023). */
    static final int BUFFER_BYTES = 512 << 10;

    /** How long the pipeline may know less than has passed; far less than any time-out of it. */
    private static final long TELL_EVERY_NANOS = 1_000_000_000;

    /** Stands in the pipeline for bytes that pass here; {@link BodyTap} drops it at the other end. */
    private static final ByteBuf MEANINGLESS =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(BUFFER_BYTES).writerIndex(BUFFER_BYTES));

    private static final Logger LOG = Logger.getLogger(BorrowedSocket.class);

    private final Channel channel;
    private final SocketChannel socket;
    private final ReadStop stop = new ReadStop();
    private long missing;
    private long untold;
    private long toldAt = System.nanoTime();
    private @Nullable ByteBuf memory;
    private @Nullable Selector selector;

    private BorrowedSocket(Channel channel, SocketChannel socket, long missing) {
        this.channel = channel;
        this.socket = socket;
        this.missing = missing;
    }

    /** Keeps everybody from reading, whoever asks for it. */
    private static final class ReadStop extends ChannelOutboundHandlerAdapter {
        @Override
        public void read(ChannelHandlerContext context) {
            // the borrower reads
        }
    }

    /**
     * On the event loop.
     *
     * @param missing bytes of the body that the event loop has not read
     * @return absent when the bytes on the wire are not those of the body (TLS), or the socket is not of the JDK
     */
    static @Nullable BorrowedSocket borrow(Channel channel, long missing) {
        boolean plain = channel.pipeline().get(SslHandler.class) == null;
        if (plain && channel.unsafe() instanceof NioUnsafe nio && nio.ch() instanceof SocketChannel socket) {
            BorrowedSocket borrowed = new BorrowedSocket(channel, socket, missing);
            borrowed.keepOthersFromReading();
            return borrowed;
        }
        return null;
    }

    private void keepOthersFromReading() {
        channel.pipeline().addFirst(NAME, stop);
        // Netty takes back a read that it was asked for when the setting changes, and only then.
        channel.config().setAutoRead(true);
        channel.config().setAutoRead(false);
    }

    /**
     * As much as has arrived, at most {@value #BUFFER_BYTES} bytes; waits when nothing has.
     *
     * @return good until the next call; absent when all of the body has passed
     * @throws IOException when the sender went away or is silent for longer than the patience
     */
    @Nullable
    ByteBuffer next(Duration patience) throws IOException {
        if (missing == 0) {
            return null;
        }
        ByteBuffer buffer = memory().nioBuffer(0, (int) Math.min(BUFFER_BYTES, missing));
        while (buffer.hasRemaining()) {
            int read = socket.read(buffer);
            boolean empty = buffer.position() == 0;
            if (read < 0 && empty) {
                throw new EOFException("The sender went away");
            }
            if (read <= 0 && !empty) {
                break;
            }
            if (read == 0) {
                await(patience);
            }
        }
        passed(buffer.position());
        return buffer.flip();
    }

    /** Taken when the first bytes are wanted: many connections may wait for that. */
    private ByteBuf memory() {
        if (memory == null) {
            memory = channel.alloc().directBuffer(BUFFER_BYTES);
        }
        return memory;
    }

    private void await(Duration patience) throws IOException {
        if (selector == null) {
            selector = Selector.open();
            socket.register(selector, SelectionKey.OP_READ);
        }
        if (selector.select(patience.toMillis()) == 0) {
            throw new SocketTimeoutException("The sender has been silent for %d s".formatted(patience.toSeconds()));
        }
        selector.selectedKeys().clear();
    }

    private void passed(int bytes) {
        missing -= bytes;
        untold += bytes;
        long now = System.nanoTime();
        if (now - toldAt > TELL_EVERY_NANOS) {
            toldAt = now;
            long news = untold;
            untold = 0;
            channel.eventLoop().execute(() -> tell(news));
        }
    }

    /** On the event loop. */
    private void tell(long bytes) {
        if (!channel.isActive()) {
            return;
        }
        for (long left = bytes; left > 0; left -= BUFFER_BYTES) {
            channel.pipeline().fireChannelRead(MEANINGLESS.slice(0, (int) Math.min(left, BUFFER_BYTES)));
        }
        channel.pipeline().fireChannelReadComplete();
    }

    /**
     * The event loop reads on where this thread stopped. Called once.
     *
     * @param whenTold runs on the event loop between the last byte that passed here and the first that it reads
     */
    void giveBack(Runnable whenTold) {
        closeSelector();
        if (memory != null) {
            memory.release();
        }
        long news = untold;
        channel.eventLoop().execute(() -> {
            tell(news);
            whenTold.run();
            if (channel.pipeline().context(stop) != null) {
                channel.pipeline().remove(stop);
            }
            channel.config().setAutoRead(true);
            channel.read();
        });
    }

    private void closeSelector() {
        if (selector == null) {
            return;
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("A selector could not be closed", e);
        }
    }
}
