package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageData.Digests;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageLifecycle;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.tx.Transactions;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Settles active images: computes their digests from what is stored, and makes their bytes survive a loss of power. A
 * large image is active before that, so that its upload need not wait for three seconds of arithmetic per GiB; see
 * docs/adr. What was not settled when the machine went down is not trusted and killed; what was not settled when only
 * this process went down is settled at its next start.
 */
public final class SettleImages {

    private static final Logger LOG = Logger.getLogger(SettleImages.class);
    private static final int ROUND = 100;
    private static final int TRIES = 5;
    /** How long settling one image gives way to transfers, in all. */
    private static final Duration COURTESY = Duration.ofSeconds(5);

    private final Transactions transactions;
    private final Images images;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final ImageStore store;
    private final Transfers transfers;
    private final Clock clock;
    private final String currentRun;
    private final Map<ImageId, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);

    /** @param currentRun names the run of the machine, from its start to its end */
    public SettleImages(
            Transactions transactions,
            Images images,
            StorageQuota quota,
            ImageFacts facts,
            ImageStore store,
            Transfers transfers,
            Clock clock,
            String currentRun) {
        this.transactions = transactions;
        this.images = images;
        this.quota = quota;
        this.facts = facts;
        this.store = store;
        this.transfers = transfers;
        this.clock = clock;
        this.currentRun = currentRun;
    }

    /** Names the run of the machine in which bytes are written now. */
    public String currentRun() {
        return currentRun;
    }

    /** Digests an object and returns when it survives a loss of power. */
    Digests digestAndSecure(ObjectKey object, long bytes) throws IOException {
        return digestAndSecure(object, bytes, () -> true);
    }

    private Digests digestAndSecure(ObjectKey object, long bytes, BooleanSupplier wanted) throws IOException {
        try (ReadableByteChannel channel = store.open(object, 0, bytes)) {
            Digests digests = Digester.of(channel, wanted);
            store.makeDurable(object);
            return digests;
        }
    }

    /** Notes that the image became active unsettled; {@link #round} sees to it. */
    void soon(ImageId image) {
        expect(image);
        work.release();
    }

    private void expect(ImageId image) {
        waiting.computeIfAbsent(image, id -> new CompletableFuture<>());
    }

    /** Images that became active here, or were found, without being settled since. */
    public int unsettled() {
        return waiting.size();
    }

    /** Waits until {@link #round} has something new to do, at most so long. */
    public void awaitWork(Duration atMost) throws InterruptedException {
        if (work.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    /** Waits until the image is settled, if that is going on here, at most so long. */
    public void await(ImageId image, Duration atMost) {
        CompletableFuture<Boolean> settled = waiting.get(image);
        if (settled == null) {
            return;
        }
        try {
            settled.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("Image %s is not settled yet", image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nobody completes it with a failure", e);
        }
    }

    /** The image is going to be deleted: do not go on with it. */
    public void forget(ImageId image) {
        CompletableFuture<Boolean> settled = waiting.remove(image);
        if (settled != null) {
            settled.complete(false);
        }
    }

    /**
     * Settles what is not settled, oldest first. Called when poked and from time to time, by one thread.
     *
     * @return how many images were looked at
     */
    public int round() {
        List<Image> unsettled = transactions.call(() -> images.unsettled(ROUND));
        for (Image image : unsettled) {
            expect(image.id());
            settle(image);
        }
        if (unsettled.size() < ROUND) {
            waiting.keySet()
                    .removeIf(id ->
                            unsettled.stream().noneMatch(image -> image.id().equals(id)) && gone(id));
        }
        return unsettled.size();
    }

    private boolean gone(ImageId id) {
        Optional<Image> image = transactions.call(() -> images.find(id));
        boolean nothingToDo =
                image.flatMap(Image::stored).map(ImageData::settled).orElse(true);
        CompletableFuture<Boolean> settled = waiting.get(id);
        if (nothingToDo && settled != null) {
            settled.complete(true);
        }
        return nothingToDo;
    }

    private void settle(Image image) {
        ImageData data = image.stored().orElseThrow();
        if (!data.storedDuring().equals(currentRun)) {
            LOG.warnf("Image %s was not on disk for good when the machine went down", image.id());
            lose(image.id(), data.object());
            forget(image.id());
            return;
        }
        try {
            Digests digests = digestAndSecure(data.object(), data.bytes(), politely(image.id()));
            change(image.id(), data.object(), current -> ImageLifecycle.settle(current, digests));
        } catch (NoSuchFileException e) {
            if (lose(image.id(), data.object())) {
                LOG.errorf(e, "The bytes of image %s are not in the store", image.id());
            }
        } catch (IOException e) {
            if (waiting.containsKey(image.id())) {
                LOG.warnf(e, "Image %s is not settled yet", image.id());
            } else {
                LOG.debugf(e, "Image %s was deleted before it was settled", image.id());
            }
            return;
        }
        forget(image.id());
    }

    /** Whether to go on with the image; asked in between, and answered late while transfers need the processor more. */
    private BooleanSupplier politely(ImageId image) {
        long[] left = {COURTESY.toNanos()};
        return () -> {
            try {
                left[0] -= transfers.giveWay(Duration.ofNanos(left[0])).toNanos();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return waiting.containsKey(image);
        };
    }

    /** @return false when the image is gone itself */
    private boolean lose(ImageId id, ObjectKey object) {
        boolean there = change(id, object, current -> {
            quota.charge(current.owner(), -current.chargedBytes());
            return ImageLifecycle.kill(
                    current,
                    "The machine went down before the bytes were safe. Upload the image again.",
                    clock.instant());
        });
        try {
            store.delete(object);
        } catch (IOException e) {
            LOG.warnf(e, "Object %s could not be removed; the reaper will", object);
        }
        return there;
    }

    private boolean change(ImageId id, ObjectKey object, UnaryOperator<Image> change) {
        for (int i = 0; i < TRIES; i++) {
            try {
                return transactions.call(() -> images.find(id)
                        .filter(image -> image.stored()
                                .filter(data -> data.object().equals(object))
                                .isPresent())
                        .map(image -> images.save(change.apply(image)))
                        .map(this::announced)
                        .isPresent());
            } catch (CloudException e) {
                if (e.code() != CommonError.STALE) {
                    throw e;
                }
                LOG.debugf("Image %s was changed by somebody else meanwhile", id);
            }
        }
        LOG.warnf("Image %s is changed by too many at once; the next round settles it", id);
        return true;
    }

    private Image announced(Image image) {
        facts.changed(image);
        return image;
    }
}
