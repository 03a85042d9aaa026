package io.oblako.image.domain.upload;

import static io.oblako.image.domain.catalog.ImageError.IMAGE_GONE;
import static io.oblako.image.domain.catalog.ImageError.STORE_FAILED;
import static io.oblako.image.domain.catalog.ImageError.UPLOAD_BROKEN_OFF;

import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.image.inspect.ImageRejected;
import io.oblako.image.inspect.ImageReport;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of an image in: inspects them while they stream by, stores them, and makes the image active only when
 * all of them are there and safe. Needs a few buffers of memory, whatever the size.
 */
public final class UploadImage {

    private static final Logger LOG = Logger.getLogger(UploadImage.class);

    private final UploadLedger ledger;
    private final ImageStore store;
    private final SettleImages settle;
    private final RunningUploads running;
    private final UploadLimits limits;
    private final Transfers transfers;
    private final UploadTurns turns;

    public UploadImage(
            UploadLedger ledger,
            ImageStore store,
            SettleImages settle,
            RunningUploads running,
            Transfers transfers,
            UploadLimits limits) {
        this.ledger = ledger;
        this.store = store;
        this.settle = settle;
        this.running = running;
        this.limits = limits;
        this.transfers = transfers;
        this.turns = new UploadTurns(limits.atOnce());
    }

    /**
     * Receives all bytes of the source. After a refusal of the bytes the image is killed; after anything else that ends
     * the upload early it is queued again. Nothing stays stored or charged in either case.
     *
     * @param declaredBytes what the client says it will send
     * @throws CloudException IMAGE_REFUSED, STORAGE_QUOTA, IMAGE_STATUS, IMAGE_GONE, UPLOAD_BROKEN_OFF, STORE_FAILED
     */
    public void upload(ImageId id, Viewer viewer, OptionalLong declaredBytes, ByteSource source) {
        long maxBytes = limits.inspection().maxFileBytes();
        if (declaredBytes.orElse(0) > maxBytes) {
            throw tooLarge();
        }
        awaitTurn(viewer);
        try {
            uploadInTurn(id, viewer, declaredBytes, source);
        } finally {
            turns.giveBack(viewer.project());
        }
    }

    /** Buffers of uploads are the one thing here that grows with the number of clients. */
    private void awaitTurn(Viewer viewer) {
        try {
            if (turns.take(viewer.project(), limits.patience())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CloudException(
                CommonError.UNAVAILABLE, "Too many images are being uploaded at once. Upload this one again later.");
    }

    private void uploadInTurn(ImageId id, Viewer viewer, OptionalLong declaredBytes, ByteSource source) {
        long maxBytes = limits.inspection().maxFileBytes();
        UploadLedger.Ticket ticket = ledger.begin(
                id,
                viewer,
                declaredBytes.orElse(Math.min(limits.firstReservation(), maxBytes)),
                declaredBytes.isPresent());
        running.begin(ticket.object());
        try {
            receive(ticket, source);
        } catch (ImageRejected rejected) {
            ledger.kill(ticket, sentence(rejected));
            throw new CloudException(ImageError.IMAGE_REFUSED, sentence(rejected), rejected);
        } catch (CloudException refused) {
            ledger.breakOff(ticket, refused.sentence());
            throw refused;
        } catch (StoreFailure e) {
            ledger.breakOff(ticket, "The image store failed.");
            LOG.errorf(e, "Storing image %s failed", id);
            throw new CloudException(STORE_FAILED, "The image cannot be stored just now. Upload it again later.", e);
        } catch (IOException e) {
            ledger.breakOff(ticket, "The upload was broken off.");
            throw new CloudException(UPLOAD_BROKEN_OFF, "The upload ended before all bytes were sent.", e);
        } finally {
            running.end(ticket.object());
        }
    }

    private void receive(UploadLedger.Ticket ticket, ByteSource source) throws IOException, StoreFailure {
        ImageInspector inspector = ImageInspector.expecting(ticket.expected(), limits.inspection());
        long total;
        ImageReport report;
        try (ImageStore.Writer writer = create(ticket.object())) {
            total = copy(ticket, source, inspector, writer);
            report = inspector.finish();
            commit(writer);
        }
        boolean activated = false;
        try {
            activated = activate(ticket, total, report);
        } finally {
            if (!activated) {
                discard(ticket.object());
            }
        }
        if (!activated) {
            throw gone();
        }
    }

    private long copy(UploadLedger.Ticket ticket, ByteSource source, ImageInspector inspector, ImageStore.Writer writer)
            throws IOException, StoreFailure {
        long total = 0;
        SenderPace pace = new SenderPace(limits.leastBytesPerSecond());
        try (Transfers.Transfer _ = transfers.begin()) {
            for (ByteBuffer chunk = next(source, pace); chunk != null; chunk = next(source, pace)) {
                total += chunk.remaining();
                if (total > limits.inspection().maxFileBytes()) {
                    throw tooLarge();
                }
                if (!running.wanted(ticket.object()) || !ledger.mayReceive(ticket, total)) {
                    throw gone();
                }
                inspector.feed(chunk);
                write(writer, chunk);
            }
        }
        return total;
    }

    private static @Nullable ByteBuffer next(ByteSource source, SenderPace pace) throws IOException {
        long began = System.nanoTime();
        ByteBuffer chunk = source.next();
        if (chunk != null) {
            pace.arrived(chunk.remaining(), Duration.ofNanos(System.nanoTime() - began));
        }
        return chunk;
    }

    private boolean activate(UploadLedger.Ticket ticket, long total, ImageReport report) throws StoreFailure {
        ImageData.Digests digests = null;
        if (total <= limits.settleAtOnceBytes()) {
            try {
                digests = settle.digestAndSecure(ticket.object(), total);
            } catch (IOException e) {
                throw new StoreFailure(e);
            }
        }
        ImageData data = new ImageData(ticket.object(), total, report.virtualBytes(), digests, settle.currentRun());
        boolean activated = ledger.activate(ticket, data);
        if (activated && digests == null) {
            settle.soon(ticket.image());
        }
        return activated;
    }

    private ImageStore.Writer create(ObjectKey object) throws StoreFailure {
        try {
            return store.create(object);
        } catch (IOException e) {
            throw new StoreFailure(e);
        }
    }

    private static void write(ImageStore.Writer writer, ByteBuffer chunk) throws StoreFailure {
        try {
            writer.write(chunk);
        } catch (IOException e) {
            throw new StoreFailure(e);
        }
    }

    private static void commit(ImageStore.Writer writer) throws StoreFailure {
        try {
            writer.commit();
        } catch (IOException e) {
            throw new StoreFailure(e);
        }
    }

    /** What cannot be removed now is found by the reaper. */
    private void discard(ObjectKey object) {
        try {
            store.delete(object);
        } catch (IOException e) {
            LOG.warnf(e, "Object %s could not be removed; the reaper will", object);
        }
    }

    private static String sentence(ImageRejected rejected) {
        String message = rejected.getMessage();
        return message == null ? rejected.reason().name() : message;
    }

    private CloudException tooLarge() {
        return new CloudException(
                ImageError.STORAGE_QUOTA,
                "Denying attempt to upload image larger than %d bytes."
                        .formatted(limits.inspection().maxFileBytes()));
    }

    private static CloudException gone() {
        return new CloudException(IMAGE_GONE, "Image was deleted or taken over during the upload.");
    }

    /** Our side failed, not the sender's. */
    private static final class StoreFailure extends Exception {
        private static final long serialVersionUID = 1L;

        StoreFailure(IOException cause) {
            super(cause);
        }
    }
}
