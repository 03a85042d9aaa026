package io.oblako.image.inspect;

import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;

/** Sentences that all readers need. */
final class Checks {

    private Checks() {}

    static void require(boolean holds, ImageRejected.Reason reason, String message) {
        if (!holds) {
            throw new ImageRejected(reason, message);
        }
    }

    /** For fields that no known writer fills differently. */
    static void sane(boolean holds, String what) {
        if (!holds) {
            throw new ImageRejected(
                    BROKEN_HEADER, "The header is damaged or forged: %s. Convert the image anew".formatted(what));
        }
    }

    /** @throws ImageRejected TRUNCATED unless [offset, offset + length) lies within the file, all numbers unsigned */
    static void within(long offset, long length, long fileBytes, String what) {
        if (offset < 0 || length < 0 || offset > fileBytes || length > fileBytes - offset) {
            throw new ImageRejected(
                    TRUNCATED,
                    "The image has %d bytes and ends before its %s does. Compare its size with the source, upload again"
                            .formatted(fileBytes, what));
        }
    }

    static boolean powerOfTwo(long value) {
        return value > 0 && (value & (value - 1)) == 0;
    }

    /** Rounds up; both positive. */
    static long divideUp(long value, long by) {
        return value / by + (value % by == 0 ? 0 : 1);
    }
}
