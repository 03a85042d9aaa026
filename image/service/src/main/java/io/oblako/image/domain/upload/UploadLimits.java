package io.oblako.image.domain.upload;

import io.oblako.image.inspect.Limits;
import java.time.Duration;

/**
 * Bounds of one upload.
 *
 * @param inspection largest image, largest disk inside
 * @param firstReservation bytes charged before an upload of unknown length begins; later ones double
 * @param lease how long an upload counts as alive without a sign of life; a sign is given at a third of it
 * @param settleAtOnceBytes images up to this size are digested and on disk for good before the upload is answered; larger
 *     ones right after it
 * @param atOnce uploads that are received at the same time, half of them for one project; each takes some MiB of buffers
 * @param patience how long one more waits for its turn, its sender held back by TCP
 * @param leastBytesPerSecond that a sender must bring while we wait for it, see {@link SenderPace}; 0 for no limit
 */
public record UploadLimits(
        Limits inspection,
        long firstReservation,
        Duration lease,
        long settleAtOnceBytes,
        int atOnce,
        Duration patience,
        long leastBytesPerSecond) {

    /** Largest single reservation. */
    public static final long MAX_RESERVATION = 1L << 30;
}
