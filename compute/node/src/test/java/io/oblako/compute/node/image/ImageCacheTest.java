package io.oblako.compute.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.kernel.secret.Secret;
import io.oblako.testing.guest.FakeCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {

    private static final int BYTES = 300_000;

    @TempDir
    Path folder;

    private final FakeCloud cloud = new FakeCloud();
    private final Set<String> referenced = new HashSet<>();
    private ImageCache cache;

    @BeforeEach
    void open() {
        cache = cache(1L << 30);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private ImageCache cache(long limit) {
        Tokens tokens = new Tokens(cloud.url() + "/v3", "credential", Secret.of("hidden"), Clock.systemUTC());
        return new ImageCache(
                folder,
                new HttpImageService(cloud.url(), tokens),
                new Conversions(
                        "host",
                        Clock.systemUTC(),
                        (source, format, bytes, target, progress) -> Files.copy(source, target),
                        _ -> {}),
                limit,
                () -> referenced);
    }

    private GuestSpec.Image image(int seed) throws Exception {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + seed);
        }
        UUID id = UUID.randomUUID();
        cloud.stored.put(id, bytes);
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        return new GuestSpec.Image(id, "raw", bytes.length, bytes.length, sha512);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void manyGuestsWaitForOneDownload() throws Exception {
        GuestSpec.Image image = image(1);
        List<Future<Long>> waiting = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                waiting.add(threads.submit(() -> {
                    try (ImageCache.Base base = cache.get(image, Progress.NONE)) {
                        return base.bytes();
                    }
                }));
            }
            for (Future<Long> each : waiting) {
                assertThat(each.get()).isEqualTo(BYTES);
            }
        }
        assertThat(cloud.downloads.get()).isEqualTo(1);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBrokeOff() throws Exception {
        GuestSpec.Image image = image(1);
        cloud.toBreak.set(1);
        assertThatThrownBy(() -> cache.get(image, Progress.NONE))
                .isInstanceOfSatisfying(
                        GuestFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(GuestFailure.Kind.TRANSIENT));
        assertThat(files()).singleElement().asString().endsWith(".part");
        try (ImageCache.Base base = cache.get(image, Progress.NONE)) {
            assertThat(Files.readAllBytes(base.file())).isEqualTo(cloud.stored.get(image.id()));
        }
        assertThat(files()).singleElement().asString().endsWith(".raw");
    }

    @Test
    void whatABrokenDownloadLeftGoesWithItsImage() throws Exception {
        GuestSpec.Image image = image(1);
        cloud.toBreak.set(1);
        assertThatThrownBy(() -> cache.get(image, Progress.NONE)).isInstanceOf(GuestFailure.class);
        cache.keepOnly(image.id()::equals);
        assertThat(files()).singleElement().asString().endsWith(".part");
        cache.keepOnly(_ -> false);
        assertThat(files()).isEmpty();
    }

    @Test
    void whatABrokenDownloadLeftMakesRoomForOthers() throws Exception {
        cache = cache(BYTES);
        GuestSpec.Image broken = image(1);
        cloud.toBreak.set(1);
        assertThatThrownBy(() -> cache.get(broken, Progress.NONE)).isInstanceOf(GuestFailure.class);
        try (ImageCache.Base base = cache.get(image(2), Progress.NONE)) {
            assertThat(files()).containsExactly(base.name());
        }
    }

    @Test
    void otherBytesThanPromisedAreRefused() throws Exception {
        GuestSpec.Image image = image(1);
        cloud.stored.get(image.id())[7]++;
        assertThatThrownBy(() -> cache.get(image, Progress.NONE))
                .isInstanceOfSatisfying(GuestFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("IMAGE_CHANGED");
                    assertThat(failure.kind()).isEqualTo(GuestFailure.Kind.PERMANENT);
                });
        assertThat(files()).isEmpty();
    }

    @Test
    void IMG_04_aRawImageThatIsAnotherFormatIsRefused() throws Exception {
        byte[] bytes = new byte[BYTES];
        System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3}, 0, bytes, 0, 8);
        UUID id = UUID.randomUUID();
        cloud.stored.put(id, bytes);
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        var image = new GuestSpec.Image(id, "raw", bytes.length, bytes.length, sha512);
        assertThatThrownBy(() -> cache.get(image, Progress.NONE))
                .isInstanceOfSatisfying(
                        GuestFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("IMAGE_REJECTED"));
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAGuestNeedsIsNeverDropped() throws Exception {
        cache = cache(2L * BYTES);
        GuestSpec.Image first = image(1);
        try (ImageCache.Base base = cache.get(first, Progress.NONE)) {
            referenced.add(base.name());
        }
        String unused;
        try (ImageCache.Base base = cache.get(image(2), Progress.NONE)) {
            unused = base.name();
        }
        try (ImageCache.Base base = cache.get(image(3), Progress.NONE)) {
            assertThat(files()).contains(base.name()).containsAll(referenced).doesNotContain(unused);
        }
    }

    @Test
    void anImageWithoutADigestIsNotBooted() {
        var image = new GuestSpec.Image(UUID.randomUUID(), "raw", 1, 1, "../../etc/passwd");
        assertThatThrownBy(() -> cache.get(image, Progress.NONE))
                .isInstanceOfSatisfying(
                        GuestFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("IMAGE_UNVERIFIED"));
    }
}
