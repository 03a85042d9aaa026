package io.oblako.image.domain.conversion;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ConversionReport.State;
import io.oblako.image.domain.catalog.ImageId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What hosts have told about their conversions, in memory: the last word on each, forgotten two days after it. Told again
 * from the beginning, late or doubled, it ends the same. Thread-safe.
 */
public final class Conversions {

    /** As long as Glance keeps tasks by default. */
    public static final Duration KEPT = Duration.ofHours(48);

    /** A host speaks every two seconds; one that was silent for longer is down, and goes on when it is back. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** What nobody went on with for so long is not taken for alive any more. */
    static final Duration GIVEN_UP = Duration.ofHours(1);

    private static final int MAX = 10_000;
    private static final Comparator<ConversionReport> YOUNGEST_FIRST =
            Comparator.comparing(ConversionReport::startedAt).reversed().thenComparing(ConversionReport::task);

    private final Clock clock;
    private final Map<UUID, ConversionReport> byTask = new HashMap<>();

    public Conversions(Clock clock) {
        this.clock = clock;
    }

    /** Glance's word for how a conversion stands. */
    public enum Status {
        PENDING,
        PROCESSING,
        SUCCESS,
        FAILURE
    }

    public synchronized void take(ConversionReport report) {
        ConversionReport known = byTask.get(report.task());
        if (expired(report) || (known != null && known.at().isAfter(report.at()))) {
            return;
        }
        byTask.put(report.task(), report);
        if (byTask.size() > MAX) {
            byTask.values().removeIf(this::expired);
        }
        if (byTask.size() > MAX) {
            byTask.values().stream()
                    .min(Comparator.comparing(ConversionReport::at))
                    .map(ConversionReport::task)
                    .ifPresent(byTask::remove);
        }
    }

    /** All that are kept, the youngest first, at most {@value #MAX}. */
    public synchronized List<ConversionReport> all() {
        byTask.values().removeIf(this::expired);
        return byTask.values().stream().sorted(YOUNGEST_FIRST).toList();
    }

    public List<ConversionReport> of(ImageId image) {
        return all().stream()
                .filter(report -> report.image().equals(image.value()))
                .toList();
    }

    /** How many of those that are kept stand so. */
    public synchronized long count(Status status) {
        byTask.values().removeIf(this::expired);
        return byTask.values().stream()
                .filter(report -> status(report) == status)
                .count();
    }

    public Status status(ConversionReport report) {
        return switch (report.state()) {
            case DONE -> Status.SUCCESS;
            case FAILED, CANCELLED -> Status.FAILURE;
            case RUNNING -> {
                Duration silence = Duration.between(report.at(), clock.instant());
                if (silence.compareTo(GIVEN_UP) > 0) {
                    yield Status.FAILURE;
                }
                yield silence.compareTo(SILENCE) > 0 ? Status.PENDING : Status.PROCESSING;
            }
        };
    }

    /** A sentence for whoever asks; empty while all is well. */
    public String message(ConversionReport report) {
        String said = report.message();
        if (said != null) {
            return said;
        }
        boolean silent = report.state() == State.RUNNING && status(report) != Status.PROCESSING;
        return silent
                ? "The host has been silent since %s. It goes on when it is back and a server still needs the image."
                        .formatted(report.at())
                : "";
    }

    /** When it is forgotten. */
    public Instant expiresAt(ConversionReport report) {
        return report.at().plus(KEPT);
    }

    private boolean expired(ConversionReport report) {
        return clock.instant().isAfter(expiresAt(report));
    }
}
