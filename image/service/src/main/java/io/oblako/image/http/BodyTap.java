package io.oblako.image.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;

/**
 * Takes the body of one HTTP/1.1 request out of the channel before Vert.x copies it to the heap. An image goes from the
 * socket to the disk in the buffer it was received into. Vert.x still sees where the body ends. All on the event loop.
 */
final class BodyTap extends ChannelInboundHandlerAdapter {

    /** Vert.x's own last handler, in {@code HttpServerWorker}. */
    private static final String VERTX = "handler";

    private final Channel channel;
    private final Consumer<ByteBuf> receiver;
    private boolean tapping;
    private boolean bodyEnded;

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
        if (bytes.isReadable()) {
            receiver.accept(bytes);
        } else {
            bytes.release();
        }
        if (last) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
