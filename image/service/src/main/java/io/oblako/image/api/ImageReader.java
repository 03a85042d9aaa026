package io.oblako.image.api;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.upload.SettleImages;
import io.oblako.image.wiring.ImageConfig;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.tx.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads images for those who may see them, each time in a transaction of its own. */
@ApplicationScoped
class ImageReader {

    private final Transactions transactions;
    private final Images images;
    private final Members members;
    private final SettleImages settle;
    private final ImageConfig config;

    ImageReader(Transactions transactions, Images images, Members members, SettleImages settle, ImageConfig config) {
        this.transactions = transactions;
        this.images = images;
        this.members = members;
        this.settle = settle;
        this.config = config;
    }

    Page<Image> list(ImageQuery query) {
        return transactions.call(() -> images.list(query));
    }

    /** @throws io.oblako.kernel.error.CloudException IMAGE_NOT_FOUND */
    Image visible(ImageId id, Viewer viewer) {
        return transactions.call(() -> viewer.require(id, images, members));
    }

    /** Whose image it is, whoever asks; empty when it is gone. */
    Optional<ProjectId> owner(ImageId id) {
        return transactions.call(() -> images.find(id)).map(Image::owner);
    }

    /** Like {@link #visible}, but gives the digests of an upload that has just ended a moment to be there. */
    Image settled(ImageId id, Viewer viewer) {
        Image image = visible(id, viewer);
        if (image.stored().map(ImageData::settled).orElse(true)) {
            return image;
        }
        settle.await(id, config.digestPatience());
        return visible(id, viewer);
    }
}
