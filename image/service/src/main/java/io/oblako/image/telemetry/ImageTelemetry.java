package io.oblako.image.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.image.domain.upload.ByteSource;
import io.oblako.image.domain.upload.RunningUploads;
import io.oblako.image.domain.upload.SettleImages;
import io.oblako.image.inspect.ImageRejected;
import io.oblako.kernel.error.CloudException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The transfers, inspections and conversions of images as meters. No tag has a value that a tenant can choose. Of this
 * process:
 *
 * <ul>
 *   <li>{@code oblako.image.upload} (outcome): time from the first byte to the end; outcomes are {@code stored}, the codes
 *       of the service's errors, and {@code failed} for an error of ours;
 *   <li>{@code oblako.image.refused} (reason): images whose bytes the inspection refused;
 *   <li>{@code oblako.image.download} (outcome): {@code sent} and {@code broken_off};
 *   <li>{@code oblako.image.received}, {@code oblako.image.sent}: bytes of images; sent counts whole answers only;
 *   <li>{@code oblako.image.uploading}: uploads that are received just now;
 *   <li>{@code oblako.image.unsettled}: images that wait for their digests. One that stays for minutes wants a look.
 * </ul>
 *
 * Of all hosts, as they told it, so that each replica says the same: {@code oblako.image.conversions} (status), of the last
 * two days.
 */
public final class ImageTelemetry {

    private static final String OUTCOME = "outcome";
    private static final String BYTES = "bytes";

    private final MeterRegistry meters;
    private final Counter received;
    private final Counter sent;

    public ImageTelemetry(MeterRegistry meters) {
        this.meters = meters;
        this.received = Counter.builder("oblako.image.received").baseUnit(BYTES).register(meters);
        this.sent = Counter.builder("oblako.image.sent").baseUnit(BYTES).register(meters);
    }

    /** Makes the meters of what the service has in hand. */
    public void measure(RunningUploads uploads, SettleImages settle, Conversions conversions) {
        Gauge.builder("oblako.image.uploading", uploads, RunningUploads::count).register(meters);
        Gauge.builder("oblako.image.unsettled", settle, SettleImages::unsettled).register(meters);
        for (Conversions.Status status : Conversions.Status.values()) {
            Gauge.builder("oblako.image.conversions", conversions, it -> it.count(status))
                    .tag("status", lower(status.name()))
                    .register(meters);
        }
    }

    /** Runs an upload of the source's bytes and notes how it ended. */
    public void upload(ByteSource source, Consumer<ByteSource> upload) {
        long began = System.nanoTime();
        String outcome = "failed";
        try {
            upload.accept(() -> {
                ByteBuffer bytes = source.next();
                received.increment(bytes == null ? 0 : bytes.remaining());
                return bytes;
            });
            outcome = "stored";
        } catch (CloudException refused) {
            outcome = lower(refused.code().name());
            if (refused.getCause() instanceof ImageRejected rejected) {
                meters.counter(
                                "oblako.image.refused",
                                "reason",
                                lower(rejected.reason().name()))
                        .increment();
            }
            throw refused;
        } finally {
            meters.timer("oblako.image.upload", OUTCOME, outcome).record(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** A download ended. */
    public void downloaded(long bytes, boolean complete) {
        meters.counter("oblako.image.download", OUTCOME, complete ? "sent" : "broken_off")
                .increment();
        if (complete) {
            sent.increment(bytes);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
