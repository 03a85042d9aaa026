package io.oblako.image.inspect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects bytes up to a limit; memory follows what has arrived. */
final class GrowingBytes {

    private static final int FIRST_BYTES = 4096;

    private final int limit;
    private byte[] data;
    private int length;

    GrowingBytes(int limit) {
        this.limit = limit;
        this.data = new byte[Math.min(limit, FIRST_BYTES)];
    }

    /** How many more bytes fit. */
    int missing() {
        return limit - length;
    }

    int length() {
        return length;
    }

    /** Takes all of it; the caller has made sure that it fits. The position of the argument stays. */
    void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > missing()) {
            throw new IllegalArgumentException("%d bytes, room for %d".formatted(count, missing()));
        }
        if (length + count > data.length) {
            long doubled = Math.max(2L * data.length, (long) length + count);
            data = Arrays.copyOf(data, (int) Math.min(limit, doubled));
        }
        bytes.get(bytes.position(), data, length, count);
        length += count;
    }

    Bytes view() {
        return new Bytes(data, 0, length);
    }

    void clear() {
        length = 0;
    }
}
