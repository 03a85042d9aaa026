package io.oblako.image.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.image.contracts.ImageFact;
import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageLifecycle;
import io.oblako.image.domain.catalog.Upload;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** docs/adr/0020: others see at once that an image is active, and read it only when they have its digest. */
class PublishedImageFactsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey OBJECT = ObjectKey.of(new UUID(1, 1));

    private static Image uploaded() {
        Image queued = Image.registered(ImageId.of(new UUID(2, 2)), ProjectId.of("p"), NOW)
                .draft()
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .at(NOW);
        Image saving = ImageLifecycle.beginUpload(queued, new Upload(OBJECT, NOW), 64, NOW);
        return ImageLifecycle.activate(saving, new ImageData(OBJECT, 10, 512, null, "boot"), NOW);
    }

    @Test
    void anImageThatIsNotSettledIsActiveAndHasNoDigest() {
        ImageFact fact = PublishedImageFacts.fact(uploaded(), Set.of());
        assertThat(fact.status()).isEqualTo("active");
        assertThat(fact.sha512()).isNull();
        assertThat(fact.virtualBytes()).isEqualTo(512);
    }

    @Test
    void aSettledOneHasItsDigest() {
        Image settled = ImageLifecycle.settle(uploaded(), new ImageData.Digests("md5", "sha512"));
        assertThat(PublishedImageFacts.fact(settled, Set.of()).sha512()).isEqualTo("sha512");
    }
}
