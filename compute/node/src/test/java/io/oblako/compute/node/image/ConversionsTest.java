package io.oblako.compute.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ConversionReport.State;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.testing.sim.SimClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionsTest {

    private static final GuestSpec.Image IMAGE =
            new GuestSpec.Image(UUID.randomUUID(), "qcow2", 1000, 1 << 20, "ab".repeat(64));

    @TempDir
    Path folder;

    private final List<ConversionReport> reports = new ArrayList<>();
    private Path source;

    @BeforeEach
    void aDownloadedImage() throws IOException {
        source = Files.write(folder.resolve("image.part"), new byte[1000]);
    }

    private Conversions conversions(ImageCache.Converter converter) {
        return new Conversions("host-1", SimClock.ticking(Duration.ofSeconds(1)), converter, reports::add);
    }

    private void convert(Conversions conversions, Progress asker) throws IOException {
        conversions.convert(IMAGE, DiskFormat.QCOW2, 1 << 20, source, folder.resolve("base.raw"), asker);
    }

    @Test
    void aConversionSaysHowFarItIs() throws Exception {
        convert(
                conversions((from, format, bytes, to, progress) -> {
                    progress.read(250);
                    progress.read(500);
                    progress.read(5_000);
                    Files.copy(from, to);
                }),
                Progress.NONE);
        assertThat(reports)
                .extracting(ConversionReport::state)
                .startsWith(State.RUNNING)
                .endsWith(State.DONE);
        assertThat(reports)
                .extracting(ConversionReport::bytesDone)
                .startsWith(0L)
                .contains(500L)
                .endsWith(1000L);
        assertThat(reports).extracting(ConversionReport::bytesDone).isSorted();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.image()).isEqualTo(IMAGE.id());
            assertThat(report.bytesTotal()).isEqualTo(1000);
            assertThat(report.toFormat()).isEqualTo("raw");
        });
    }

    @Test
    void deletingTheImageCancelsItsConversion() {
        Conversions[] all = new Conversions[1];
        all[0] = conversions((from, format, bytes, to, progress) -> {
            all[0].keepOnly(id -> true);
            progress.checkpoint();
            all[0].keepOnly(id -> false);
            progress.checkpoint();
        });
        assertThatThrownBy(() -> convert(all[0], Progress.NONE)).isInstanceOfSatisfying(GuestFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(GuestFailure.Kind.PERMANENT);
            assertThat(failure.code()).isEqualTo("IMAGE_GONE");
        });
        assertThat(reports.getLast().state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void anImageThatIsNotHeardOfYetIsNotTakenForDeleted() throws Exception {
        Conversions[] all = new Conversions[1];
        all[0] = conversions((from, format, bytes, to, progress) -> {
            all[0].keepOnly(id -> false);
            progress.checkpoint();
            Files.copy(from, to);
        });
        convert(all[0], Progress.NONE);
        assertThat(reports.getLast().state()).isEqualTo(State.DONE);
    }

    @Test
    void aConversionThatNoServerNeedsAnyMoreIsCancelled() {
        Conversions conversions = conversions((from, format, bytes, to, progress) -> progress.checkpoint());
        assertThatThrownBy(() -> convert(conversions, new Progress() {
                    @Override
                    public boolean cancelled() {
                        return true;
                    }
                }))
                .isInstanceOf(GuestFailure.class);
        assertThat(reports.getLast().state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aRestartedHostTakesTheTaskUpUnderItsId() throws Exception {
        Conversions before = conversions((from, format, bytes, to, progress) -> {
            throw new IOException("the daemon went down");
        });
        assertThatThrownBy(() -> convert(before, Progress.NONE)).isInstanceOf(IOException.class);
        assertThat(reports.getLast().state()).isEqualTo(State.FAILED);
        convert(conversions((from, format, bytes, to, progress) -> Files.copy(from, to)), Progress.NONE);
        assertThat(reports)
                .extracting(ConversionReport::task)
                .containsOnly(reports.getFirst().task());
        assertThat(reports.getLast().state()).isEqualTo(State.DONE);
    }
}
