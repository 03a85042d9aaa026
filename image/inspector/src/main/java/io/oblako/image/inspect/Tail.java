package io.oblako.image.inspect;

import java.nio.ByteBuffer;

/** The last {@value #BYTES} bytes of a stream: footers live there. Of a long chunk only its end is copied. */
final class Tail {

    static final int BYTES = 1536;

    private final byte[] data = new byte[2 * BYTES];
    private int length;

    /** The position of the argument stays. */
    void add(ByteBuffer chunk) {
        int count = Math.min(chunk.remaining(), BYTES);
        if (length + count > data.length) {
            int kept = BYTES;
            System.arraycopy(data, length - kept, data, 0, kept);
            length = kept;
        }
        if (chunk.remaining() > count) {
            length = 0;
        }
        chunk.get(chunk.limit() - count, data, length, count);
        length += count;
    }

    /** At most {@value #BYTES} bytes, fewer only if the whole stream was shorter. */
    Bytes view() {
        int count = Math.min(length, BYTES);
        return new Bytes(data, length - count, count);
    }
}
