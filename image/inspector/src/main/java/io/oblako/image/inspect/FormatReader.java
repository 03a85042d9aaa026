package io.oblako.image.inspect;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What one format wants to see of a stream and what it concludes. Called in this order: {@link #head}, {@link #window}
 * if one was asked for, {@link #finish}; from the head on also {@link #stream}, for readers that want it. Each call may
 * end the inspection with an {@link ImageRejected}.
 */
interface FormatReader {

    /** Up to the 33rd CD sector, so that signatures of ISO and UDF are always within. */
    int HEAD_BYTES = 68 << 10;

    /** Bytes from the start that {@link #head} needs; at least {@link #HEAD_BYTES}. */
    default int headBytes() {
        return HEAD_BYTES;
    }

    /**
     * @param head the first {@link #headBytes()} bytes, fewer only if the file has no more
     * @return a stretch behind the head to look at next
     */
    Optional<Window> head(Bytes head);

    /** @param bytes all of the window that {@link #head} asked for */
    default void window(Bytes bytes) {
        throw new IllegalStateException("No window was asked for");
    }

    /**
     * Whether every byte behind the head must pass through {@link #stream}; otherwise a file can be inspected without
     * reading all of it.
     */
    default boolean streams() {
        return false;
    }

    default void stream(ByteBuffer bytes) {}

    /**
     * @param tail the last {@value Tail#BYTES} bytes, fewer only if the file has no more
     * @param fileBytes of the whole image
     */
    ImageReport finish(Bytes tail, long fileBytes);

    /**
     * A stretch of the file.
     *
     * @param offset from the start of the file, not before the end of the head
     */
    record Window(long offset, int length) {}
}
