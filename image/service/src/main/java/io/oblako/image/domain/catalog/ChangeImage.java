package io.oblako.image.domain.catalog;

import io.oblako.image.domain.quota.StorageQuota;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Changes the description of an image, or withholds its bytes. */
public final class ChangeImage {

    private final Images images;
    private final Members members;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final Clock clock;

    public ChangeImage(Images images, Members members, StorageQuota quota, ImageFacts facts, Clock clock) {
        this.images = images;
        this.members = members;
        this.quota = quota;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * @param edit changes the draft; throws when it may not
     * @return the image as it is now
     */
    public Image change(ImageId id, Viewer viewer, Consumer<ImageDraft> edit) {
        Image image = viewer.requireOwn(id, images, members);
        ImageDraft draft = image.draft();
        edit.accept(draft);
        return save(image, draft.at(clock.instant()));
    }

    public Image deactivate(ImageId id, Viewer viewer) {
        return move(id, viewer, image -> ImageLifecycle.deactivate(image, clock.instant()));
    }

    public Image reactivate(ImageId id, Viewer viewer) {
        return move(id, viewer, image -> ImageLifecycle.reactivate(image, clock.instant()));
    }

    private Image move(ImageId id, Viewer viewer, UnaryOperator<Image> move) {
        Image image = viewer.requireOwn(id, images, members);
        Image moved = move.apply(image);
        return moved.equals(image) ? image : save(image, moved);
    }

    private Image save(Image before, Image next) {
        if (!next.owner().equals(before.owner())) {
            if (before.counted()) {
                quota.uncountImage(before.owner());
                quota.countImage(next.owner());
            }
            quota.charge(before.owner(), -before.chargedBytes());
            quota.chargeAnyway(next.owner(), next.chargedBytes());
        }
        Image saved = images.save(next);
        facts.changed(saved);
        return saved;
    }
}
