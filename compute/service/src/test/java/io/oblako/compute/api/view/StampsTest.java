package io.oblako.compute.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {

    @Test
    void bothSpellingsOfNova() {
        Instant at = Instant.parse("2026-11-22T20:51:36.123456789Z");
        assertThat(Stamps.seconds(at)).isEqualTo("2026-11-22T20:51:36Z");
        assertThat(Stamps.micros(at)).isEqualTo("2026-11-22T20:51:36.123456");
        assertThat(Stamps.microsOrNull(null)).isNull();
    }

    @Test
    void everyMomentIsSpelledAsTheFormattersOfJavaDo() {
        DateTimeFormatter micros =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Instant at = Instant.ofEpochSecond(random.nextLong(first, last), random.nextInt(1_000_000_000));
            assertThat(Stamps.seconds(at))
                    .isEqualTo(at.truncatedTo(ChronoUnit.SECONDS).toString());
            assertThat(Stamps.micros(at)).isEqualTo(micros.format(at));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T20:51:36Z,2026-11-22T20:51:36Z",
        "2026-11-22T20:51:36,2026-11-22T20:51:36Z",
        "2026-11-22 20:51:36.5,2026-11-22T20:51:36.500Z",
        "2026-11-22T20:51:36+02:00,2026-11-22T18:51:36Z",
        "2026-11-22,2026-11-22T00:00:00Z"
    })
    void whatClientsSendIsRead(String text, Instant expected) {
        assertThat(Stamps.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-40", "2011/01/01"})
    void whatIsNoTimeIsEmpty(String text) {
        assertThat(Stamps.parse(text)).isEmpty();
    }
}
