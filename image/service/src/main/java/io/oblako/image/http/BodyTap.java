package io.oblako.image.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one HTTP/1.1 request out of the channel before Vert.x copies it to the heap, or lends the socket to
 * whoever reads the body from there. Vert.x still sees where the body ends. All on the event loop.
 */
final class BodyTap extends ChannelInboundHandlerAdapter {

    /** Vert.x's own last handler, in {@code HttpServerWorker}. */
    private static final String VERTX = "handler";

    private final Channel channel;
    private final Consumer<ByteBuf> receiver;
    private boolean tapping;
    private boolean bodyEnded;
    private boolean lent;

    /** @param receiver takes each buffer over and releases it */
    BodyTap(Channel channel, Consumer<ByteBuf> receiver) {
        this.channel = channel;
        this.receiver = receiver;
    }

    /** Comes before Vert.x, but lets everything through. */
    void install() {
        channel.pipeline().addBefore(VERTX, null, this);
    }

    /** From now on the bytes come here. */
    void begin() {
        tapping = !bodyEnded;
    }

    /**
     * Lends the socket to a thread that reads the rest of the body itself.
     *
     * @param missing bytes of the body that have not come here
     * @return absent when this connection cannot be lent
     */
    @Nullable
    BorrowedSocket lend(long missing) {
        BorrowedSocket socket = tapping ? BorrowedSocket.borrow(channel, missing) : null;
        lent = socket != null;
        return socket;
    }

    /** Takes back what it lent; on any thread. */
    void takeBack(BorrowedSocket socket) {
        socket.giveBack(() -> lent = false);
    }

    void pause(boolean stop) {
        channel.config().setAutoRead(!stop);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpContent content)) {
            context.fireChannelRead(message);
            return;
        }
        boolean last = message instanceof LastHttpContent;
        if (last) {
            bodyEnded = true;
            context.pipeline().remove(this);
        }
        if (!tapping || content.decoderResult().isFailure()) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = content.content();
        if (bytes.isReadable() && !lent) {
            receiver.accept(bytes);
        } else {
            bytes.release();
        }
        if (last) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
