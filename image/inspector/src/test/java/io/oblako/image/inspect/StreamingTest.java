package io.oblako.image.inspect;

import static io.oblako.image.inspect.Verdicts.inspect;
import static io.oblako.image.inspect.Verdicts.inspectInPieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamingTest {

    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void theVerdictDoesNotDependOnTheChunks(DiskFormat format) {
        byte[] image = Images.good(format);
        ImageReport whole = inspect(format, image);
        assertThat(inspectInPieces(format, image, 512)).isEqualTo(whole);
        assertThat(inspectInPieces(format, image, 1, 4095, 70_000, 3)).isEqualTo(whole);
        if (image.length < 100_000) {
            assertThat(inspectInPieces(format, image, 1)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void aFileIsInspectedLikeAStream(DiskFormat format, @TempDir Path folder) throws IOException {
        byte[] image = Images.good(format);
        Path file = Files.write(folder.resolve("image"), image);
        assertThat(ImageInspector.inspect(file, format, Limits.DEFAULT)).isEqualTo(inspect(format, image));
    }

    @Test
    void aSymbolicLinkIsNotFollowed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("image"), new byte[512]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageInspector.inspect(link, DiskFormat.RAW, Limits.DEFAULT));
    }

    @Test
    void aBufferIsLeftAsItWasAndMayBeDirect() {
        byte[] image = Images.qcow2().bytes();
        var buffer = ByteBuffer.allocateDirect(image.length + 20)
                .position(10)
                .put(image)
                .flip()
                .position(10);
        var inspector = ImageInspector.expecting(DiskFormat.QCOW2);
        inspector.feed(buffer);
        assertThat(buffer.position()).isEqualTo(10);
        assertThat(buffer.remaining()).isEqualTo(image.length);
        assertThat(inspector.finish().virtualBytes()).isEqualTo(Images.MEBIBYTE);
    }

    @Test
    void aBadUploadIsStoppedEarly() {
        var inspector = ImageInspector.expecting(DiskFormat.QCOW2);
        byte[] chunk = new byte[64 << 10];
        inspector.feed(chunk);
        assertThatExceptionOfType(ImageRejected.class).isThrownBy(() -> inspector.feed(chunk));
    }

    @Test
    void aRejectionIsFinal() {
        var inspector = ImageInspector.expecting(DiskFormat.QCOW2);
        byte[] chunk = new byte[128 << 10];
        assertThatExceptionOfType(ImageRejected.class).isThrownBy(() -> inspector.feed(chunk));
        assertThatExceptionOfType(ImageRejected.class).isThrownBy(() -> inspector.feed(chunk));
        assertThatExceptionOfType(ImageRejected.class).isThrownBy(inspector::finish);
    }

    @Test
    void anInspectionIsFinishedOnce() {
        var inspector = ImageInspector.expecting(DiskFormat.RAW);
        inspector.feed(new byte[512]);
        inspector.finish();
        assertThatIllegalStateException().isThrownBy(inspector::finish);
        assertThatIllegalStateException().isThrownBy(() -> inspector.feed(new byte[1]));
    }

    @Test
    void anUploadLargerThanAllowedIsStopped() {
        var inspector = ImageInspector.expecting(DiskFormat.RAW, Limits.DEFAULT.withMaxFileBytes(100_000));
        inspector.feed(new byte[100_000]);
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> inspector.feed(new byte[1]))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(ImageRejected.Reason.TOO_LARGE));
    }

    @Test
    void feedingIsAtLeastTwoGibibytesPerSecondInBoundedMemory() {
        byte[] chunk = new byte[128 << 10];
        var inspector = ImageInspector.expecting(DiskFormat.RAW);
        long allocatedBefore = allocatedBytes();
        long start = System.nanoTime();
        for (long fed = 0; fed < 4 * GIBIBYTE; fed += chunk.length) {
            inspector.feed(chunk);
        }
        assertThat(inspector.finish().virtualBytes()).isEqualTo(4 * GIBIBYTE);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(4 / seconds).as("GiB/s").isGreaterThan(2);
        // Views on the chunks are garbage at once; what is kept is the head and the tail.
        assertThat(allocatedBytes() - allocatedBefore).as("bytes allocated").isLessThan(32L << 20);
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void formatsAreFoundByTheirNamesInTheImageApi() {
        for (DiskFormat format : DiskFormat.values()) {
            assertThat(DiskFormat.ofGlanceName(format.glanceName())).contains(format);
        }
        assertThat(DiskFormat.ofGlanceName("ploop")).isEmpty();
        assertThat(DiskFormat.ofGlanceName("QCOW2")).isEmpty();
    }
}
