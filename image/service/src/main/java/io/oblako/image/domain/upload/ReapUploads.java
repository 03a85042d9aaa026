package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.ImageLifecycle;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.store.ImageStore.StoredObject;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.tx.Transactions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Cleans up after uploads whose receiver died: the image waits for another upload, its charge is given back, and bytes
 * that no image knows are removed (security row IMG-24). Compares all that is stored with all that should be, so it does
 * the same after a crash, a lost transaction or an operator's hand.
 */
public final class ReapUploads {

    /** Younger objects are left alone: their row may be about to be written. */
    public static final Duration MIN_AGE = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(ReapUploads.class);
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final Images images;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final ImageStore store;
    private final Clock clock;

    public ReapUploads(
            Transactions transactions,
            Images images,
            StorageQuota quota,
            ImageFacts facts,
            ImageStore store,
            Clock clock) {
        this.transactions = transactions;
        this.images = images;
        this.quota = quota;
        this.facts = facts;
        this.store = store;
        this.clock = clock;
    }

    /**
     * One round. A failure with one image does not keep the others waiting.
     *
     * @return how many uploads and objects were cleaned up
     */
    public int round() {
        return breakOffDeadUploads() + removeOrphans();
    }

    private int breakOffDeadUploads() {
        List<Image> dead = transactions.call(() -> images.uploadsDeadAt(clock.instant(), BATCH));
        int done = 0;
        for (Image image : dead) {
            try {
                if (breakOff(image)) {
                    done++;
                }
            } catch (CloudException e) {
                if (e.code() != CommonError.STALE) {
                    throw e;
                }
                LOG.debugf("The upload of image %s lives after all", image.id());
            }
        }
        return done;
    }

    private boolean breakOff(Image image) {
        ObjectKey object = image.uploading().orElseThrow().object();
        transactions.run(() -> {
            quota.charge(image.owner(), -image.chargedBytes());
            Instant now = clock.instant();
            Image next = image.ordered()
                    ? ImageLifecycle.kill(image, "The upload was broken off.", now)
                    : ImageLifecycle.breakOff(image, now);
            facts.changed(images.save(next));
        });
        LOG.infof("The upload of image %s was broken off: nobody receives it any more", image.id());
        remove(object);
        return true;
    }

    private int removeOrphans() {
        Instant youngest = clock.instant().minus(MIN_AGE);
        List<ObjectKey> batch = new ArrayList<>(BATCH);
        int[] removed = {0};
        try {
            store.forEach(object -> {
                if (old(object, youngest)) {
                    batch.add(object.key());
                }
                if (batch.size() == BATCH) {
                    removed[0] += removeUnknown(batch);
                    batch.clear();
                }
            });
        } catch (IOException e) {
            LOG.warnf(e, "The image store cannot be listed just now");
        }
        return removed[0] + removeUnknown(batch);
    }

    private static boolean old(StoredObject object, Instant youngest) {
        return object.lastWritten().isBefore(youngest);
    }

    private int removeUnknown(List<ObjectKey> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        Set<ObjectKey> known = transactions.call(() -> images.known(keys));
        List<ObjectKey> orphans =
                keys.stream().filter(key -> !known.contains(key)).toList();
        orphans.forEach(this::remove);
        if (!orphans.isEmpty()) {
            LOG.infof("%d objects of no image were removed from the store", orphans.size());
        }
        return orphans.size();
    }

    private void remove(ObjectKey object) {
        try {
            store.delete(object);
        } catch (IOException e) {
            LOG.warnf(e, "Object %s could not be removed; the next round tries again", object);
        }
    }
}
