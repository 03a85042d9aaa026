package io.oblako.network.ovsdb.wire;

import io.oblako.network.ovsdb.error.ProtocolException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into JSON objects, which follow each other on the wire without anything between them. It
 * looks at brackets and strings only; whether the cut piece is JSON is for the parser to say. Its memory is bounded
 * by the longest message. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-4">RFC 7047, section 4</a>
 */
public final class FrameReader {

    private static final int SMALL = 8 * 1024;

    private final int maxBytes;
    private final int maxDepth;
    private byte[] frame = new byte[SMALL];
    private int length;
    private int depth;
    private boolean inText;
    private boolean escaped;

    /**
     * @param maxBytes of one message
     * @param maxDepth of brackets in one message
     */
    public FrameReader(int maxBytes, int maxDepth) {
        this.maxBytes = maxBytes;
        this.maxDepth = maxDepth;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @param frames called with each message that they complete
     * @throws ProtocolException when a message is too long or too deep, or something other than an object comes; the
     *     reader must not be used afterwards
     */
    public void feed(byte[] bytes, Consumer<byte[]> frames) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (depth == 0) {
                if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
                    continue;
                }
                if (b != '{') {
                    throw new ProtocolException("A message begins with byte %d instead of {".formatted(b & 0xff));
                }
                start = i;
                depth = 1;
            } else if (ends(b)) {
                append(bytes, start, i + 1);
                byte[] complete = Arrays.copyOf(frame, length);
                length = 0;
                if (frame.length > SMALL) {
                    frame = new byte[SMALL];
                }
                frames.accept(complete);
            }
        }
        if (depth > 0) {
            append(bytes, start, bytes.length);
        }
    }

    /** How much memory a message that is not complete holds, in bytes. */
    int heldBytes() {
        return frame.length;
    }

    /** Whether this byte is the bracket that closes the message. */
    private boolean ends(byte b) {
        if (inText) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inText = false;
            }
            return false;
        }
        switch (b) {
            case '"' -> inText = true;
            case '{', '[' -> {
                if (++depth > maxDepth) {
                    throw new ProtocolException("A message is deeper than " + maxDepth);
                }
            }
            case '}', ']' -> depth--;
            default -> {}
        }
        return depth == 0;
    }

    private void append(byte[] bytes, int from, int to) {
        int more = to - from;
        if (more > maxBytes - length) {
            throw new ProtocolException("A message is longer than %d bytes".formatted(maxBytes));
        }
        if (length + more > frame.length) {
            long doubled = Math.max(frame.length * 2L, length + more);
            frame = Arrays.copyOf(frame, (int) Math.min(doubled, maxBytes));
        }
        System.arraycopy(bytes, from, frame, length, more);
        length += more;
    }
}
