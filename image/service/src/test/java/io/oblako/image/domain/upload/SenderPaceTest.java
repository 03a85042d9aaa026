package io.oblako.image.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.image.domain.catalog.ImageError;
import io.oblako.kernel.error.CloudException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SenderPaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void seconds(SenderPace pace, int count, long bytesEach) {
        for (int i = 0; i < count; i++) {
            pace.arrived(bytesEach, SECOND);
        }
    }

    @Test
    void API_08_aSenderThatTricklesLosesItsTurnAfterHalfAMinute() {
        SenderPace pace = new SenderPace(1000);
        seconds(pace, 29, 1);
        assertThatThrownBy(() -> pace.arrived(1, SECOND))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(ImageError.UPLOAD_BROKEN_OFF))
                .hasMessageContaining("1000 bytes per second");
    }

    @Test
    void aSenderAtTheLimitGoesOnForEver() {
        SenderPace pace = new SenderPace(1000);
        assertThatCode(() -> seconds(pace, 3600, 1000)).doesNotThrowAnyException();
    }

    @Test
    void aPauseIsForgivenWhenTheRestIsFast() {
        SenderPace pace = new SenderPace(1000);
        assertThatCode(() -> {
                    pace.arrived(40_000, SECOND);
                    pace.arrived(1, Duration.ofSeconds(29));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theTimeInWhichWeAreSlowCostsTheSenderNothing() {
        SenderPace pace = new SenderPace(1000);
        assertThatCode(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        pace.arrived(1, Duration.ZERO);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasFastBeforeDoesNotExcuseASlowWindow() {
        SenderPace pace = new SenderPace(1000);
        seconds(pace, 30, 1_000_000);
        assertThatThrownBy(() -> seconds(pace, 30, 1)).isInstanceOf(CloudException.class);
    }
}
