package io.oblako.image.domain.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ConversionReport.State;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.conversion.Conversions.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversionsTest {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final UUID TASK = UUID.randomUUID();
    private static final UUID IMAGE = UUID.randomUUID();

    private final Conversions conversions = new Conversions(Clock.fixed(NOW, ZoneOffset.UTC));

    private static ConversionReport report(UUID task, State state, Duration ago) {
        Instant at = NOW.minus(ago);
        return new ConversionReport(task, IMAGE, "h1", state, "qcow2", "raw", 1, 2, null, at, at);
    }

    private ConversionReport only() {
        assertThat(conversions.all()).hasSize(1);
        return conversions.all().getFirst();
    }

    @Test
    void theLastWordStandsHoweverTheReportsComeIn() {
        ConversionReport first = report(TASK, State.RUNNING, Duration.ofSeconds(9));
        ConversionReport last = report(TASK, State.DONE, Duration.ofSeconds(5));
        conversions.take(last);
        conversions.take(first);
        conversions.take(last);
        assertThat(only()).isEqualTo(last);
        assertThat(conversions.status(only())).isEqualTo(Status.SUCCESS);
        assertThat(conversions.of(ImageId.of(IMAGE))).containsExactly(last);
        assertThat(conversions.of(ImageId.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aConversionWhoseHostIsSilentWaitsForItAndIsGivenUpAfterAnHour() {
        assertThat(conversions.status(report(TASK, State.RUNNING, Duration.ofSeconds(3))))
                .isEqualTo(Status.PROCESSING);
        ConversionReport silent = report(TASK, State.RUNNING, Duration.ofMinutes(1));
        assertThat(conversions.status(silent)).isEqualTo(Status.PENDING);
        assertThat(conversions.message(silent)).contains("silent since");
        assertThat(conversions.status(report(TASK, State.RUNNING, Duration.ofMinutes(61))))
                .isEqualTo(Status.FAILURE);
    }

    @Test
    void aCancelledOneFailed() {
        assertThat(conversions.status(report(TASK, State.CANCELLED, Duration.ZERO)))
                .isEqualTo(Status.FAILURE);
    }

    @Test
    void whatIsTwoDaysOldIsForgotten() {
        conversions.take(report(TASK, State.DONE, Conversions.KEPT.plusSeconds(1)));
        assertThat(conversions.all()).isEmpty();
    }

    @Test
    void aFloodOfReportsCostsTheOldestAndNoMemory() {
        for (int i = 0; i < 10_050; i++) {
            conversions.take(report(UUID.randomUUID(), State.DONE, Duration.ofSeconds(20_000 - i)));
        }
        assertThat(conversions.all()).hasSize(10_000);
        assertThat(conversions.all().getFirst().at()).isEqualTo(NOW.minusSeconds(20_000 - 10_049));
    }
}
