package io.oblako.image.domain.catalog;

import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes a queued image: a description that waits for its bytes. */
public final class RegisterImage {

    private final Images images;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public RegisterImage(Images images, StorageQuota quota, ImageFacts facts, Clock clock, Supplier<UUID> ids) {
        this.images = images;
        this.quota = quota;
        this.facts = facts;
        this.clock = clock;
        this.ids = ids;
    }

    public ImageId newId() {
        return ImageId.of(ids.get());
    }

    /**
     * @param description fills in what the caller said; may change the owner if the caller may
     * @throws CloudException IMAGE_EXISTS, STORAGE_QUOTA, or what the description throws
     */
    public Image register(ImageId id, ProjectId owner, Consumer<ImageDraft> description) {
        ImageDraft draft = Image.registered(id, owner, clock.instant()).draft();
        description.accept(draft);
        Image image = draft.at(clock.instant());
        quota.countImage(image.owner());
        images.add(image);
        facts.changed(image);
        return image;
    }
}
