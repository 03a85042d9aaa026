package io.oblako.image.domain.catalog;

import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;

/**
 * Deletes an image, whatever its status: its row and its charge at once, its bytes right after. Part of its caller's
 * transaction.
 */
public final class RemoveImage {

    private final Transactions transactions;
    private final Images images;
    private final Members members;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final ImageBytes bytes;

    public RemoveImage(
            Transactions transactions,
            Images images,
            Members members,
            StorageQuota quota,
            ImageFacts facts,
            ImageBytes bytes) {
        this.transactions = transactions;
        this.images = images;
        this.members = members;
        this.quota = quota;
        this.facts = facts;
        this.bytes = bytes;
    }

    /** @throws CloudException IMAGE_NOT_FOUND, IMAGE_NOT_YOURS, IMAGE_PROTECTED */
    public void remove(ImageId id, Viewer viewer) {
        Image image = viewer.requireOwn(id, images, members);
        if (image.isProtected()) {
            throw new CloudException(
                    ImageError.IMAGE_PROTECTED,
                    "Image %s is protected and cannot be deleted. Set protected to false first.".formatted(id));
        }
        remove(image);
    }

    /** Removes without asking for anybody's leave. */
    void remove(Image image) {
        if (image.counted()) {
            quota.uncountImage(image.owner());
        }
        quota.charge(image.owner(), -image.chargedBytes());
        images.remove(image);
        facts.gone(image.id());
        transactions.afterCommit(() -> bytes.discard(image));
    }
}
