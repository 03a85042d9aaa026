package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.ImageError;
import io.oblako.kernel.error.CloudException;
import java.time.Duration;

/**
 * Whether a sender sends fast enough to keep its turn. Only the time that we wait for it counts, never the time in which
 * it is held back because the disk is slower. Belongs to one thread.
 */
final class SenderPace {

    /** Waiting times are added up to this before they are judged, so that a pause of the network costs nobody an upload. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private final long leastBytesPerSecond;
    private long waitedNanos;
    private long bytes;

    /** @param leastBytesPerSecond on average over a window; 0 for no limit */
    SenderPace(long leastBytesPerSecond) {
        this.leastBytesPerSecond = leastBytesPerSecond;
    }

    /**
     * Notes that so many bytes came after so long a wait.
     *
     * @throws CloudException UPLOAD_BROKEN_OFF when the sender is too slow
     */
    void arrived(long moreBytes, Duration wait) {
        waitedNanos += wait.toNanos();
        bytes += moreBytes;
        if (waitedNanos < WINDOW.toNanos()) {
            return;
        }
        if (bytes < leastBytesPerSecond * (waitedNanos / 1e9)) {
            throw new CloudException(
                    ImageError.UPLOAD_BROKEN_OFF,
                    "The upload is slower than %d bytes per second. Upload the image again over a faster connection."
                            .formatted(leastBytesPerSecond));
        }
        waitedNanos = 0;
        bytes = 0;
    }
}
