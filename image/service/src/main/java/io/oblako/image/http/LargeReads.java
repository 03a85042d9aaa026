package io.oblako.image.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;

/**
 * Lets a connection be read up to 512 KiB at once, where Netty stops at 64 KiB: a quarter of the system calls and wake-ups
 * for an image, and nothing else for a connection that sends little, because the size adapts. The buffers come from a pool
 * of their own: Quarkus's has chunks of 64 KiB, and what is larger than a chunk is allocated and filled with zeros for
 * each read, a fifth of what receiving costs. Netty loads this by its service file when {@link #PROPERTY} says so.
 */
public final class LargeReads extends ChannelInitializerExtension {

    /** System property that lets Netty look for extensions; its value is {@value #ON}. */
    public static final String PROPERTY = EXTENSIONS_SYSTEM_PROPERTY;

    public static final String ON = "serviceload";

    private static final int MIN_BYTES = 256;
    private static final int INITIAL_BYTES = 2048;
    private static final int MAX_BYTES = 512 << 10;

    private static final int PAGE_BYTES = 8 << 10;
    /** Chunks of 4 MiB, eight reads each. */
    private static final int CHUNK_ORDER = 9;

    private static final int ARENAS = 2;

    /** Outside of the heap alone, without caches per thread: buffers are given back by other threads than take them. */
    private static final ByteBufAllocator BUFFERS =
            new PooledByteBufAllocator(true, 0, ARENAS, PAGE_BYTES, CHUNK_ORDER, 0, 0, false);

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.config().setAllocator(BUFFERS);
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(MIN_BYTES, INITIAL_BYTES, MAX_BYTES));
    }
}
