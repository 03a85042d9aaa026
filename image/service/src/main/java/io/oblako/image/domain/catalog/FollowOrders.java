package io.oblako.image.domain.catalog;

import io.oblako.image.contracts.ImageOrder;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Does what other services order. The one who orders chooses the id, so an order that comes twice finds the image there.
 * Part of its caller's transaction.
 */
public final class FollowOrders {

    private final Images images;
    private final StorageQuota quota;
    private final ImageFacts facts;
    private final RemoveImage removal;
    private final Clock clock;

    public FollowOrders(Images images, StorageQuota quota, ImageFacts facts, RemoveImage removal, Clock clock) {
        this.images = images;
        this.quota = quota;
        this.facts = facts;
        this.removal = removal;
        this.clock = clock;
    }

    public void follow(ImageOrder order) {
        switch (order) {
            case ImageOrder.Create create -> create(create);
            case ImageOrder.Abandon abandon -> abandon(abandon);
            case ImageOrder.Delete delete -> delete(delete);
        }
    }

    private void create(ImageOrder.Create order) {
        ImageId id = ImageId.of(order.image());
        if (images.find(id).isPresent()) {
            return;
        }
        Image image = describe(order);
        images.add(image);
        facts.changed(image);
    }

    /**
     * The image that was ordered, or a killed one that says why it cannot be. Properties come from tenants, who call them
     * what they like: none is taken for an attribute (security rows API-04, IMG-16).
     */
    private Image describe(ImageOrder.Create order) {
        Image empty = Image.registered(ImageId.of(order.image()), ProjectId.of(order.project()), clock.instant());
        ImageDraft draft = empty.draft().ordered(true);
        try {
            ImageEdit edit = new ImageEdit(draft, true, visibility -> {});
            edit.set("name", order.name());
            edit.set("disk_format", order.diskFormat());
            edit.set("container_format", order.containerFormat());
            edit.set("visibility", order.visibility());
            edit.set("min_disk", order.minDiskGib());
            edit.set("min_ram", order.minRamMib());
            ImageEdit ofTenant = new ImageEdit(draft, false, visibility -> {});
            order.properties().forEach((name, value) -> (order.inherits(name) ? edit : ofTenant).property(name, value));
            quota.countImage(empty.owner());
            return draft.at(clock.instant());
        } catch (CloudException refused) {
            ImageDraft refusal = empty.draft().ordered(true).counted(false).tags(List.of());
            if (order.name().length() <= ImageEdit.MAX_NAME_CHARS) {
                refusal.name(order.name());
            }
            return ImageLifecycle.kill(refusal.at(clock.instant()), refused.sentence(), clock.instant());
        }
    }

    private void abandon(ImageOrder.Abandon order) {
        Optional<Image> image = images.find(ImageId.of(order.image()));
        image.filter(Image::ordered)
                .filter(ordered -> switch (ordered.status()) {
                    case QUEUED, SAVING, KILLED -> true;
                    case ACTIVE, DEACTIVATED -> false;
                })
                .ifPresent(removal::remove);
    }

    /** The one who ordered has told the tenant already; what became forbidden since is left alone. */
    private void delete(ImageOrder.Delete order) {
        String project = order.project();
        Viewer viewer = new Viewer(project == null ? null : ProjectId.of(project), order.operator(), false);
        images.find(ImageId.of(order.image()))
                .filter(image -> viewer.operator() || viewer.owns(image))
                .filter(image -> !image.isProtected())
                .ifPresent(removal::remove);
    }
}
