package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageLifecycle;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.catalog.Upload;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows behind an upload: who receives which image into which object, what is charged for it in advance, and until
 * when it counts as alive. Each call is one short transaction; none spans the stream.
 */
public final class UploadLedger {

    /** Somebody may rename the image while its bytes come in; more often than this in a row nobody does. */
    private static final int TRIES = 5;

    private final Transactions transactions;
    private final Images images;
    private final Members members;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final UploadLimits limits;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public UploadLedger(
            Transactions transactions,
            Images images,
            Members members,
            StorageQuota quota,
            ImageFacts facts,
            UploadLimits limits,
            Clock clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.images = images;
        this.members = members;
        this.quota = quota;
        this.facts = facts;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
    }

    /** The right to write one object for one image. Belongs to the thread that receives. */
    static final class Ticket {
        private final ImageId image;
        private final ObjectKey object;
        private final DiskFormat expected;
        private long reserved;
        private long step;
        private Instant renewAt;

        private Ticket(
                ImageId image, ObjectKey object, DiskFormat expected, long reserved, long step, Instant renewAt) {
            this.image = image;
            this.object = object;
            this.expected = expected;
            this.reserved = reserved;
            this.step = step;
            this.renewAt = renewAt;
        }

        ImageId image() {
            return image;
        }

        ObjectKey object() {
            return object;
        }

        DiskFormat expected() {
            return expected;
        }
    }

    /**
     * @param reserve bytes to charge in advance
     * @param exact whether so many will really come; otherwise less is reserved when the quota has less left
     */
    Ticket begin(ImageId id, Viewer viewer, long reserve, boolean exact) {
        return transactions.call(() -> {
            Image image = viewer.requireFillable(id, images, members);
            Instant now = clock.instant();
            Upload upload = new Upload(ObjectKey.of(ids.get()), now.plus(limits.lease()));
            Image saving = ImageLifecycle.beginUpload(image, upload, 0, now);
            long charged = exact ? chargeExactly(image.owner(), reserve) : chargeUpTo(image.owner(), 1, reserve);
            facts.changed(images.save(ImageLifecycle.continueUpload(saving, upload, charged)));
            return new Ticket(
                    id,
                    upload.object(),
                    image.expectedFormat().orElseThrow(),
                    charged,
                    limits.firstReservation(),
                    now.plus(limits.lease().dividedBy(3)));
        });
    }

    private long chargeExactly(ProjectId project, long bytes) {
        quota.charge(project, bytes);
        return bytes;
    }

    /** Takes what is wanted, or less if that is all there is, but never less than the least. */
    private long chargeUpTo(ProjectId project, long least, long wanted) {
        for (long bytes = wanted; bytes > least; bytes /= 2) {
            if (quota.tryCharge(project, bytes)) {
                return bytes;
            }
        }
        return chargeExactly(project, least);
    }

    /**
     * Makes sure that so many bytes are charged, and gives a sign of life when one is due.
     *
     * @return false when the image was deleted, or somebody else took the upload to be dead
     */
    boolean mayReceive(Ticket ticket, long total) {
        if (total <= ticket.reserved && clock.instant().isBefore(ticket.renewAt)) {
            return true;
        }
        return change(ticket, image -> {
                    long more = total > ticket.reserved
                            ? chargeUpTo(
                                    image.owner(),
                                    total - ticket.reserved,
                                    Math.max(ticket.step, total - ticket.reserved))
                            : 0;
                    Instant now = clock.instant();
                    Upload renewed = new Upload(ticket.object, now.plus(limits.lease()));
                    Image saved =
                            images.save(ImageLifecycle.continueUpload(image, renewed, image.chargedBytes() + more));
                    transactions.afterCommit(() -> {
                        ticket.reserved += more;
                        ticket.renewAt = now.plus(limits.lease().dividedBy(3));
                        ticket.step = Math.min(UploadLimits.MAX_RESERVATION, ticket.step * 2);
                    });
                    return saved;
                })
                .isPresent();
    }

    /** @return false when the image is not waiting for this upload any more */
    boolean activate(Ticket ticket, ImageData data) {
        return change(ticket, image -> {
                    quota.charge(image.owner(), data.bytes() - image.chargedBytes());
                    return announced(images.save(ImageLifecycle.activate(image, data, clock.instant())));
                })
                .isPresent();
    }

    /** The bytes were refused. */
    void kill(Ticket ticket, String reason) {
        change(ticket, image -> {
            quota.charge(image.owner(), -image.chargedBytes());
            return announced(images.save(ImageLifecycle.kill(image, reason, clock.instant())));
        });
    }

    /** The upload ended early. An image that a service ordered is killed, because nobody uploads to it again by hand. */
    void breakOff(Ticket ticket, String reason) {
        change(ticket, image -> {
            quota.charge(image.owner(), -image.chargedBytes());
            Instant now = clock.instant();
            Image next =
                    image.ordered() ? ImageLifecycle.kill(image, reason, now) : ImageLifecycle.breakOff(image, now);
            return announced(images.save(next));
        });
    }

    private Image announced(Image image) {
        facts.changed(image);
        return image;
    }

    /** Changes the image as long as it still waits for this upload, reading it again when another writer was faster. */
    private Optional<Image> change(Ticket ticket, Function<Image, Image> change) {
        CloudException stale = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return transactions.call(() -> images.find(ticket.image)
                        .filter(image -> ImageLifecycle.receives(image, ticket.object))
                        .map(change));
            } catch (CloudException e) {
                if (e.code() != CommonError.STALE) {
                    throw e;
                }
                stale = e;
            }
        }
        throw new CloudException(CommonError.UNAVAILABLE, "The image is changed by too many at once.", stale);
    }
}
