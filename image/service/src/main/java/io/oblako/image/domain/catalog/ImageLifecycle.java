package io.oblako.image.domain.catalog;

import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_INVALID;
import static io.oblako.image.domain.catalog.ImageError.IMAGE_STATUS;
import static io.oblako.image.domain.catalog.ImageStatus.ACTIVE;
import static io.oblako.image.domain.catalog.ImageStatus.DEACTIVATED;
import static io.oblako.image.domain.catalog.ImageStatus.KILLED;
import static io.oblako.image.domain.catalog.ImageStatus.QUEUED;
import static io.oblako.image.domain.catalog.ImageStatus.SAVING;

import io.oblako.image.domain.catalog.ImageData.Digests;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.error.CloudException;
import java.time.Instant;

/**
 * Every change of status an image can go through. Pure: state and event in, next state out.
 *
 * <pre>
 * queued ──upload──▶ saving ──stored──▶ active ◀──▶ deactivated
 *    ▲                │  │                │
 *    └──broken off────┘  └──refused──▶ killed ◀──lost──┘
 * </pre>
 */
public final class ImageLifecycle {

    private ImageLifecycle() {}

    /**
     * Bytes begin to come in.
     *
     * @param reservedBytes what is charged in advance
     * @throws CloudException IMAGE_STATUS when the image had an upload before, ATTRIBUTE_INVALID while its formats are
     *     unknown
     */
    public static Image beginUpload(Image image, Upload upload, long reservedBytes, Instant now) {
        switch (image.status()) {
            case QUEUED -> {}
            case SAVING, ACTIVE, KILLED, DEACTIVATED -> throw notAllowed(image, SAVING);
        }
        if (image.expectedFormat().isEmpty()) {
            throw new CloudException(
                    ATTRIBUTE_INVALID, "Properties disk_format, container_format must be set prior to saving data.");
        }
        return image.draft()
                .status(SAVING)
                .upload(upload)
                .charged(reservedBytes)
                .at(now);
    }

    /** More bytes are coming than were charged, or the upload is just still alive. */
    public static Image continueUpload(Image image, Upload upload, long reservedBytes) {
        return image.draft().upload(upload).charged(reservedBytes).at(image.updatedAt());
    }

    /** All bytes are stored. The charge becomes what they take. */
    public static Image activate(Image image, ImageData data, Instant now) {
        return switch (image.status()) {
            case SAVING ->
                image.draft()
                        .status(ACTIVE)
                        .upload(null)
                        .data(data)
                        .charged(data.bytes())
                        .at(now);
            case QUEUED, ACTIVE, KILLED, DEACTIVATED -> throw notAllowed(image, ACTIVE);
        };
    }

    /** The digests are known and the bytes are on disk for good. */
    public static Image settle(Image image, Digests digests) {
        return switch (image.status()) {
            case ACTIVE, DEACTIVATED -> {
                ImageData data = image.stored().orElseThrow();
                yield data.settled()
                        ? image
                        : image.draft().data(data.settledWith(digests)).at(image.updatedAt());
            }
            case QUEUED, SAVING, KILLED -> throw notAllowed(image, ACTIVE);
        };
    }

    /** The upload ended early, by the sender's fault or ours: the image waits for another one. */
    public static Image breakOff(Image image, Instant now) {
        return switch (image.status()) {
            case SAVING -> image.draft().status(QUEUED).upload(null).charged(0).at(now);
            case QUEUED, ACTIVE, KILLED, DEACTIVATED -> throw notAllowed(image, QUEUED);
        };
    }

    /** The bytes, or the order to make the image, cannot be accepted. Nothing stays stored or charged. */
    public static Image kill(Image image, String reason, Instant now) {
        return switch (image.status()) {
            case QUEUED, SAVING, ACTIVE, DEACTIVATED ->
                image.draft()
                        .status(KILLED)
                        .upload(null)
                        .data(null)
                        .charged(0)
                        .fault(reason)
                        .at(now);
            case KILLED -> image;
        };
    }

    public static Image deactivate(Image image, Instant now) {
        return switch (image.status()) {
            case ACTIVE -> image.draft().status(DEACTIVATED).at(now);
            case DEACTIVATED -> image;
            case QUEUED, SAVING, KILLED -> throw activationNotAllowed(image, "deactivated");
        };
    }

    public static Image reactivate(Image image, Instant now) {
        return switch (image.status()) {
            case DEACTIVATED -> image.draft().status(ACTIVE).at(now);
            case ACTIVE -> image;
            case QUEUED, SAVING, KILLED -> throw activationNotAllowed(image, "reactivated");
        };
    }

    /** Whether this is still the upload that writes to the object; another one may have taken its place, or a delete. */
    public static boolean receives(Image image, ObjectKey object) {
        return image.uploading()
                .filter(upload -> upload.object().equals(object))
                .isPresent();
    }

    private static CloudException activationNotAllowed(Image image, String wish) {
        return new CloudException(
                ImageError.ACTIVATION_NOT_ALLOWED,
                "Image %s cannot be %s while it is %s."
                        .formatted(image.id(), wish, image.status().glanceName()));
    }

    private static CloudException notAllowed(Image image, ImageStatus wish) {
        return new CloudException(
                IMAGE_STATUS,
                "Image status transition from %s to %s is not allowed"
                        .formatted(image.status().glanceName(), wish.glanceName()));
    }
}
