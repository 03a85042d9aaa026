package io.oblako.image.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.upload.ByteSource;
import io.oblako.image.inspect.ImageRejected;
import io.oblako.image.inspect.ImageRejected.Reason;
import io.oblako.kernel.error.CloudException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTelemetryTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ImageTelemetry telemetry = new ImageTelemetry(meters);

    private static ByteSource chunks(Integer... sizes) {
        Iterator<Integer> left = List.of(sizes).iterator();
        return () -> left.hasNext() ? ByteBuffer.allocate(left.next()) : null;
    }

    private static void readAll(ByteSource source) {
        try {
            for (ByteBuffer bytes = source.next(); bytes != null; bytes = source.next()) {
                assertThat(bytes.hasRemaining()).isTrue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long uploads(String outcome) {
        return meters.get("oblako.image.upload").tag("outcome", outcome).timer().count();
    }

    @Test
    void anUploadIsCountedWithItsBytesAndItsOutcome() {
        telemetry.upload(chunks(100, 20, 3), ImageTelemetryTest::readAll);
        assertThat(uploads("stored")).isEqualTo(1);
        assertThat(meters.get("oblako.image.received").counter().count()).isEqualTo(123);
    }

    @Test
    void whatTheInspectionRefusedIsCountedByReason() {
        var rejected = new ImageRejected(Reason.BACKING_FILE, "it has a backing file");
        assertThatThrownBy(() -> telemetry.upload(chunks(7), source -> {
                    readAll(source);
                    throw new CloudException(ImageError.IMAGE_REFUSED, "refused", rejected);
                }))
                .isInstanceOf(CloudException.class);
        assertThat(uploads("image_refused")).isEqualTo(1);
        assertThat(meters.get("oblako.image.refused")
                        .tag("reason", "backing_file")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("oblako.image.received").counter().count()).isEqualTo(7);
    }

    @Test
    void anErrorOfOursIsAFailedUpload() {
        assertThatThrownBy(() -> telemetry.upload(chunks(), _ -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(uploads("failed")).isEqualTo(1);
    }

    @Test
    void onlyWholeDownloadsCountAsSentBytes() {
        telemetry.downloaded(1_000, true);
        telemetry.downloaded(5_000, false);
        assertThat(meters.get("oblako.image.sent").counter().count()).isEqualTo(1_000);
        assertThat(meters.get("oblako.image.download")
                        .tag("outcome", "broken_off")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
