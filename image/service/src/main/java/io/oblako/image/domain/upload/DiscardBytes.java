package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageBytes;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.Upload;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.store.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Stops the upload and the settling of a deleted image and removes its bytes from the store. */
public final class DiscardBytes implements ImageBytes {

    private static final Logger LOG = Logger.getLogger(DiscardBytes.class);

    private final ImageStore store;
    private final RunningUploads running;
    private final SettleImages settle;

    public DiscardBytes(ImageStore store, RunningUploads running, SettleImages settle) {
        this.store = store;
        this.running = running;
        this.settle = settle;
    }

    @Override
    public void discard(Image gone) {
        settle.forget(gone.id());
        Optional<ObjectKey> object =
                gone.stored().map(ImageData::object).or(() -> gone.uploading().map(Upload::object));
        object.ifPresent(key -> {
            running.cancel(key);
            try {
                store.delete(key);
            } catch (IOException e) {
                LOG.warnf(e, "Object %s could not be removed; the reaper will", key);
            }
        });
    }
}
