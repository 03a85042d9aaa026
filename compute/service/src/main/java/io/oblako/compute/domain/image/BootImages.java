package io.oblako.compute.domain.image;

import static io.oblako.compute.domain.ComputeError.FLAVOR_TOO_SMALL;
import static io.oblako.compute.domain.ComputeError.IMAGE_NOT_USABLE;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.image.contracts.ImageFact;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the image that a server is made of and checks that it fits, in Nova's words. */
public final class BootImages {

    private static final long BYTES_PER_GIB = 1L << 30;

    /** What Glance calls an image whose bytes are not there yet. */
    private static final Set<String> COMING = Set.of("queued", "saving", "importing");

    private final Images images;

    public BootImages(Images images) {
        this.images = images;
    }

    /**
     * @throws CloudException IMAGE_NOT_USABLE when there is none, the caller may not see it, or it is not active;
     *     FLAVOR_TOO_SMALL when it needs more than the flavor gives
     */
    public BootImage find(Caller caller, UUID id, Flavor flavor) {
        ImageFact image = images.await(id, BootImages::uploaded)
                .filter(fact -> ImageAccess.sees(caller, fact))
                .orElseThrow(() -> new CloudException(IMAGE_NOT_USABLE, "Can not find requested image"));
        String format = image.diskFormat();
        if (!image.status().equals("active") || format == null) {
            throw new CloudException(IMAGE_NOT_USABLE, "Image %s is not active.".formatted(id));
        }
        requireRoom(image, flavor);
        return new BootImage(
                image.id(),
                image.name(),
                format,
                image.sizeBytes(),
                image.virtualBytes(),
                image.sha512(),
                image.minDiskGib(),
                image.minRamMib(),
                image.properties());
    }

    private static boolean uploaded(Optional<ImageFact> known) {
        return known.filter(image -> !COMING.contains(image.status())).isPresent();
    }

    private static void requireRoom(ImageFact image, Flavor flavor) {
        if (image.minRamMib() > flavor.ramMib()) {
            throw new CloudException(
                    FLAVOR_TOO_SMALL,
                    "Flavor's memory is too small for requested image: it has %d MiB and the image needs %d MiB."
                            .formatted(flavor.ramMib(), image.minRamMib()));
        }
        if (flavor.diskGib() == 0) {
            return;
        }
        if (image.minDiskGib() > flavor.diskGib()) {
            throw new CloudException(
                    FLAVOR_TOO_SMALL,
                    "Flavor's disk is smaller than the minimum size specified in image metadata: it has %d GiB and the image needs %d GiB."
                            .formatted(flavor.diskGib(), image.minDiskGib()));
        }
        if (image.virtualBytes() > flavor.diskGib() * BYTES_PER_GIB) {
            throw new CloudException(
                    FLAVOR_TOO_SMALL,
                    "Flavor's disk is too small for requested image: it has %d GiB and the image is %d bytes large."
                            .formatted(flavor.diskGib(), image.virtualBytes()));
        }
    }
}
