package io.oblako.compute.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerUsageTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ServerUsage.Period AFTERNOON = new ServerUsage.Period(NOON, NOON.plusSeconds(6 * 3600));

    private static ServerUsage lived(Instant from, Instant to) {
        return new ServerUsage(UUID.randomUUID(), ProjectId.of("p"), "web", "active", "small", 2, 2048, 25, from, to);
    }

    @Test
    void onlyHoursWithinThePeriodCount() {
        assertThat(lived(NOON.minusSeconds(3600), null).hours(AFTERNOON)).isEqualTo(6);
        assertThat(lived(NOON.plusSeconds(3600), null).hours(AFTERNOON)).isEqualTo(5);
        assertThat(lived(NOON.plusSeconds(3600), NOON.plusSeconds(5400)).hours(AFTERNOON))
                .isEqualTo(0.5);
    }

    @Test
    void aServerOfAnotherTimeCountsNothing() {
        assertThat(lived(NOON.minusSeconds(7200), NOON.minusSeconds(3600)).hours(AFTERNOON))
                .isZero();
        assertThat(lived(NOON.plusSeconds(7 * 3600), null).hours(AFTERNOON)).isZero();
    }

    @Test
    void uptimeEndsWithTheServer() {
        assertThat(lived(NOON, null).uptimeSeconds(NOON.plusSeconds(90))).isEqualTo(90);
        assertThat(lived(NOON, NOON.plusSeconds(30)).uptimeSeconds(NOON.plusSeconds(90)))
                .isEqualTo(30);
    }

    @Test
    void aPeriodStartsBeforeItEnds() {
        assertThatThrownBy(() -> new ServerUsage.Period(NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
    }
}
