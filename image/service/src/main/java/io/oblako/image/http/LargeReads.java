package io.oblako.image.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;

/**
 * Lets a connection be read up to 512 KiB at once, where Netty stops at 64 KiB: a quarter of the system calls and wake-ups
 * for an image, and nothing else for a connection that sends little, because the size adapts. Netty loads it by its
 * service file when {@link #PROPERTY} says so.
 */
public final class LargeReads extends ChannelInitializerExtension {

    /** System property that lets Netty look for extensions; its value is {@value #ON}. */
    public static final String PROPERTY = EXTENSIONS_SYSTEM_PROPERTY;

    public static final String ON = "serviceload";

    private static final int MIN_BYTES = 256;
    private static final int INITIAL_BYTES = 2048;
    private static final int MAX_BYTES = 512 << 10;

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(MIN_BYTES, INITIAL_BYTES, MAX_BYTES));
    }
}
