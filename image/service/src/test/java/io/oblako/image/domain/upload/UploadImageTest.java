package io.oblako.image.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageStatus;
import io.oblako.image.domain.catalog.RemoveImage;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.Limits;
import io.oblako.image.store.FileImageStore;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.testing.sim.SimClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads without HTTP and PostgreSQL: time passes when the test says so, and a crash is an exception nobody catches. */
class UploadImageTest {

    private static final ProjectId PROJECT = ProjectId.of("p1");
    private static final Viewer OWNER = new Viewer(PROJECT, false, false);
    private static final int CHUNK = 1000;
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** Not a failure of ours but the end of the process. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    Path folder;

    private final MapImages world = new MapImages();
    private final SimClock clock = new SimClock();
    private final RunningUploads running = new RunningUploads();
    private final ImageId id = ImageId.of(UUID.randomUUID());
    private FileImageStore store;
    private SettleImages settle;
    private UploadImage upload;
    private ReapUploads reap;

    @BeforeEach
    void aQueuedImage() throws IOException {
        store = new FileImageStore(folder.resolve("store"));
        start(4_000, "boot-1");
        world.add(Image.registered(id, PROJECT, clock.instant())
                .draft()
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .at(clock.instant()));
    }

    private void start(long settleAtOnce, String machineRun) {
        var limits = new UploadLimits(
                Limits.DEFAULT.withMaxFileBytes(100_000), 2 * CHUNK, LEASE, settleAtOnce, 1, Duration.ZERO, 0);
        settle = new SettleImages(world, world, world, world, store, new Transfers(), clock, machineRun);
        var ledger = new UploadLedger(world, world, world, world, world, limits, clock, UUID::randomUUID);
        upload = new UploadImage(ledger, store, settle, running, new Transfers(), limits);
        reap = new ReapUploads(world, world, world, world, store, clock);
    }

    private static ByteSource chunks(int count, Runnable atEach) {
        Iterator<Integer> numbers = IntStream.range(0, count).iterator();
        return () -> {
            if (!numbers.hasNext()) {
                return null;
            }
            numbers.next();
            atEach.run();
            byte[] chunk = new byte[CHUNK];
            Arrays.fill(chunk, (byte) 'x');
            return ByteBuffer.wrap(chunk);
        };
    }

    private Image image() {
        return world.find(id).orElseThrow();
    }

    private long charged() {
        return world.usageOf(PROJECT).bytes();
    }

    private List<String> files() {
        return Arrays.stream(folder.resolve("store").toFile().list()).sorted().toList();
    }

    @Test
    void aSmallImageIsDigestedBeforeItIsActive() {
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(3, () -> {}));
        assertThat(image().status()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(image().stored().flatMap(data -> java.util.Optional.ofNullable(data.digests())))
                .isPresent();
        assertThat(charged()).isEqualTo(3_000);
        assertThat(world.told).containsExactly("saving", "active");
    }

    @Test
    void aLargeImageIsSettledByTheNextRound() {
        upload.upload(id, OWNER, OptionalLong.of(9_000), chunks(9, () -> {}));
        assertThat(image().stored().orElseThrow().settled()).isFalse();
        settle.round();
        ImageData data = image().stored().orElseThrow();
        assertThat(data.digests().md5()).hasSize(32);
        assertThat(data.digests().sha512()).hasSize(128);
        assertThat(settle.round()).isZero();
    }

    @Test
    void bytesThatWereNotSafeWhenTheMachineDiedAreNotTrusted() {
        upload.upload(id, OWNER, OptionalLong.of(9_000), chunks(9, () -> {}));
        start(4_000, "boot-2");
        settle.round();
        assertThat(image().status()).isEqualTo(ImageStatus.KILLED);
        assertThat(image().fault()).contains("Upload the image again");
        assertThat(charged()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void bytesThatWereNotSettledWhenOnlyTheServiceDiedAreSettledLater() {
        upload.upload(id, OWNER, OptionalLong.of(9_000), chunks(9, () -> {}));
        start(4_000, "boot-1");
        settle.round();
        assertThat(image().stored().orElseThrow().settled()).isTrue();
    }

    @ParameterizedTest(name = "killed at chunk {0}")
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void IMG_24_aReceiverThatDiesLeavesNothingAndTheImageWaitsForAnother(int chunk) throws IOException {
        int[] seen = {0};
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.empty(), chunks(8, () -> {
                    if (++seen[0] == chunk) {
                        throw new Crash();
                    }
                })))
                .isInstanceOf(Crash.class);
        leaveAPartBehind();
        assertThat(reap.round()).as("the lease has not run out").isZero();
        assertThat(image().status()).isEqualTo(ImageStatus.SAVING);
        clock.pass(LEASE.plusSeconds(1));
        reap.round();
        assertThat(image().status()).isEqualTo(ImageStatus.QUEUED);
        assertThat(charged()).isZero();
        assertThat(files()).isEmpty();
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(2, () -> {}));
        assertThat(image().status()).isEqualTo(ImageStatus.ACTIVE);
    }

    /** A process that is killed closes nothing, so the file it was writing is still there. */
    private void leaveAPartBehind() throws IOException {
        Files.writeString(
                folder.resolve("store")
                        .resolve(image().uploading().orElseThrow().object() + ".part"),
                "half");
    }

    @Test
    void objectsThatNoImageKnowsAreRemovedWhenTheyAreOldEnough() throws IOException {
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(2, () -> {}));
        Path orphan = Files.writeString(
                folder.resolve("store").resolve(UUID.randomUUID().toString()), "orphan");
        Files.writeString(folder.resolve("store").resolve("README"), "not ours");
        Files.setLastModifiedTime(orphan, FileTime.from(clock.instant().minusSeconds(1)));
        reap.round();
        assertThat(orphan).exists();
        clock.pass(ReapUploads.MIN_AGE);
        assertThat(reap.round()).isEqualTo(1);
        assertThat(orphan).doesNotExist();
        assertThat(files()).hasSize(2).contains("README");
    }

    @Test
    void aSlowUploadThatGivesSignsOfLifeIsNotTakenForDead() {
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(8, () -> {
            clock.pass(Duration.ofSeconds(25));
            reap.round();
        }));
        assertThat(image().status()).isEqualTo(ImageStatus.ACTIVE);
    }

    @Test
    void anUploadThatWasTakenForDeadEndsWithoutEffect() {
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.of(8_000), chunks(8, () -> {
                    clock.pass(Duration.ofSeconds(31));
                    reap.round();
                })))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("taken over");
        assertThat(image().status()).isEqualTo(ImageStatus.QUEUED);
        assertThat(charged()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void renamingAnImageDoesNotDisturbItsUpload() {
        upload.upload(
                id,
                OWNER,
                OptionalLong.empty(),
                chunks(
                        4,
                        () -> world.save(
                                image().draft().name("n" + image().generation()).at(clock.instant()))));
        assertThat(image().status()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(image().name()).startsWith("n");
    }

    @Test
    void API_16_deletingDuringTheUploadReturnsTheChargeAndTheBytes() {
        var removal = new RemoveImage(world, world, world, world, world, new DiscardBytes(store, running, settle));
        int[] seen = {0};
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.empty(), chunks(8, () -> {
                    if (++seen[0] == 4) {
                        world.run(() -> removal.remove(id, OWNER));
                    }
                })))
                .isInstanceOf(CloudException.class);
        assertThat(seen[0]).as("it stops at the next chunk").isEqualTo(4);
        assertThat(world.find(id)).isEmpty();
        assertThat(charged()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void anUploadOfUnknownLengthTakesTheLastByteOfTheQuotaAndNotOneMore() {
        world.maxBytes = 5_000;
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(5, () -> {}));
        assertThat(charged()).isEqualTo(5_000);
        ImageId second = ImageId.of(UUID.randomUUID());
        world.add(Image.registered(second, PROJECT, clock.instant())
                .draft()
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .at(clock.instant()));
        assertThatThrownBy(() -> upload.upload(second, OWNER, OptionalLong.empty(), chunks(1, () -> {})))
                .isInstanceOf(CloudException.class);
        assertThat(charged()).isEqualTo(5_000);
        assertThat(world.find(second).orElseThrow().status()).isEqualTo(ImageStatus.QUEUED);
    }

    @Test
    void oneUploadMoreThanAtOnceIsRefusedUntilOneEnds() {
        ByteSource nested = chunks(1, () -> upload.upload(id, OWNER, OptionalLong.empty(), chunks(1, () -> {})));
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.empty(), nested))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("at once");
        upload.upload(id, OWNER, OptionalLong.empty(), chunks(1, () -> {}));
        assertThat(image().status()).isEqualTo(ImageStatus.ACTIVE);
    }

    @Test
    void aSenderThatGoesAwayLeavesTheImageQueued() {
        ByteSource broken = () -> {
            throw new IOException("connection reset");
        };
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.of(5), broken))
                .isInstanceOf(CloudException.class);
        assertThat(image().status()).isEqualTo(ImageStatus.QUEUED);
        assertThat(charged()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void anImageLargerThanAllowedIsStopped() {
        assertThatThrownBy(() -> upload.upload(id, OWNER, OptionalLong.empty(), chunks(200, () -> {})))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("larger than 100000");
        assertThat(image().status()).isEqualTo(ImageStatus.QUEUED);
        assertThat(files()).isEmpty();
    }
}
