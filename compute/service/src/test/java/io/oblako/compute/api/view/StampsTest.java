package io.oblako.compute.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
