package io.oblako.image.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.image.domain.store.ObjectKey;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ImageLifecycleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey OBJECT = ObjectKey.of(UUID.randomUUID());
    private static final Upload UPLOAD = new Upload(OBJECT, NOW);
    private static final ImageData DATA = new ImageData(OBJECT, 10, 512, null, "boot");

    private static Map<ImageStatus, Image> inEachStatus() {
        Image queued = Image.registered(ImageId.of(UUID.randomUUID()), ProjectId.of("p"), NOW)
                .draft()
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .at(NOW);
        Image saving = ImageLifecycle.beginUpload(queued, UPLOAD, 64, NOW);
        Image active = ImageLifecycle.activate(saving, DATA, NOW);
        Map<ImageStatus, Image> images = new EnumMap<>(ImageStatus.class);
        images.put(ImageStatus.QUEUED, queued);
        images.put(ImageStatus.SAVING, saving);
        images.put(ImageStatus.ACTIVE, active);
        images.put(ImageStatus.DEACTIVATED, ImageLifecycle.deactivate(active, NOW));
        images.put(ImageStatus.KILLED, ImageLifecycle.kill(saving, "bad", NOW));
        return images;
    }

    private static void onlyFrom(Set<ImageStatus> allowed, ImageStatus to, UnaryOperator<Image> move) {
        inEachStatus().forEach((status, image) -> {
            if (allowed.contains(status)) {
                assertThat(move.apply(image).status()).as("from %s", status).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> move.apply(image))
                        .as("from %s", status)
                        .isInstanceOf(CloudException.class);
            }
        });
    }

    @Test
    void IMG_14_bytesComeInOnceAndOnlyWhileQueued() {
        onlyFrom(
                EnumSet.of(ImageStatus.QUEUED), ImageStatus.SAVING, i -> ImageLifecycle.beginUpload(i, UPLOAD, 1, NOW));
        onlyFrom(EnumSet.of(ImageStatus.SAVING), ImageStatus.ACTIVE, i -> ImageLifecycle.activate(i, DATA, NOW));
        onlyFrom(EnumSet.of(ImageStatus.SAVING), ImageStatus.QUEUED, i -> ImageLifecycle.breakOff(i, NOW));
    }

    @Test
    void deactivatingIsForActiveImages() {
        Set<ImageStatus> both = EnumSet.of(ImageStatus.ACTIVE, ImageStatus.DEACTIVATED);
        onlyFrom(both, ImageStatus.DEACTIVATED, i -> ImageLifecycle.deactivate(i, NOW));
        onlyFrom(both, ImageStatus.ACTIVE, i -> ImageLifecycle.reactivate(i, NOW));
    }

    @Test
    void aKilledImageHoldsAndCostsNothing() {
        onlyFrom(EnumSet.allOf(ImageStatus.class), ImageStatus.KILLED, i -> ImageLifecycle.kill(i, "bad", NOW));
        inEachStatus().values().forEach(image -> {
            Image killed = ImageLifecycle.kill(image, "bad", NOW);
            assertThat(killed.chargedBytes()).isZero();
            assertThat(killed.stored()).isEmpty();
            assertThat(killed.uploading()).isEmpty();
        });
    }

    @Test
    void digestsAreFilledInOnce() {
        Image active = inEachStatus().get(ImageStatus.ACTIVE);
        Image settled = ImageLifecycle.settle(active, new ImageData.Digests("m", "s"));
        assertThat(ImageLifecycle.settle(settled, new ImageData.Digests("other", "other")))
                .isEqualTo(settled);
    }

    @Test
    void whatIsChargedFollowsWhatIsStored() {
        assertThat(inEachStatus().get(ImageStatus.SAVING).chargedBytes()).isEqualTo(64);
        assertThat(inEachStatus().get(ImageStatus.ACTIVE).chargedBytes()).isEqualTo(10);
    }
}
