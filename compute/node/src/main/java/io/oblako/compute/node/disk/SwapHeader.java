package io.oblako.compute.node.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The first page of a Linux swap area, version 1.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/mkswap.8.html">mkswap(8)</a>
 */
public final class SwapHeader {

    private static final int PAGE = 4096;
    private static final int INFO = 1024;

    private SwapHeader() {}

    /** @param bytes of the whole area, at least 40 KiB */
    public static byte[] of(long bytes, UUID id) {
        if (bytes < 10L * PAGE) {
            throw new IllegalArgumentException("A swap area of %d bytes is too small".formatted(bytes));
        }
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        page.putInt(INFO, 1);
        page.putInt(INFO + 4, (int) Math.min(Integer.MAX_VALUE, bytes / PAGE - 1));
        ByteBuffer uuid = page.duplicate().order(ByteOrder.BIG_ENDIAN);
        uuid.putLong(INFO + 12, id.getMostSignificantBits());
        uuid.putLong(INFO + 20, id.getLeastSignificantBits());
        page.put(INFO + 28, "swap0".getBytes(StandardCharsets.US_ASCII));
        page.put(PAGE - 10, "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII));
        return page.array();
    }
}
