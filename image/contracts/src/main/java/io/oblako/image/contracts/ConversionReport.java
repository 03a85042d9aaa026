package io.oblako.image.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a host is with bringing an image into the form its disks are cloned from. Topic {@code image.conversions.v1}. A
 * host converts an image once; a conversion that is taken up again after a restart keeps its id.
 *
 * @param task the same for the same bytes on the same host
 * @param fromFormat as Glance names it
 * @param bytesDone of the stored image that were read so far
 * @param message why it failed: names no path and no host; absent otherwise
 * @param startedAt when it was taken up, this time
 */
public record ConversionReport(
        UUID task,
        UUID image,
        String host,
        State state,
        String fromFormat,
        String toFormat,
        long bytesDone,
        long bytesTotal,
        @Nullable String message,
        Instant startedAt,
        Instant at) {

    /** RUNNING is said every few seconds, so that silence means something. */
    public enum State {
        RUNNING,
        DONE,
        FAILED,
        /** The image was deleted, or nobody on the host wants it any more. */
        CANCELLED
    }
}
