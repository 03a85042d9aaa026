package io.oblako.identity.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.identity.domain.MapFailedLogIns;
import io.oblako.identity.domain.token.FailedLogIns.Standing;
import io.oblako.identity.domain.token.GuessLimit.Outcome;
import io.oblako.identity.domain.token.GuessLimit.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuessLimitTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Terms THREE = new Terms(3, Duration.ofMinutes(1), Duration.ofMinutes(15), true);
    private static final String KEY = "anna";

    private final MapFailedLogIns failures = new MapFailedLogIns();

    private boolean enter(GuessLimit limit) throws InterruptedException {
        limit.announce(KEY);
        try {
            Standing known = failures.of(List.of(KEY)).getOrDefault(KEY, Standing.NONE);
            return limit.enter(KEY, known, Duration.ZERO).isZero();
        } finally {
            limit.withdraw(KEY);
        }
    }

    /** The time is taken before the row is locked: who takes it first may be the second to get the lock. */
    @Test
    void ID_14_ofTwoFailuresThatWereWrittenAgainstTheirTimesBothCount() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        GuessLimit limit = new GuessLimit(THREE, failures, now::get);
        for (int i = 0; i < 3; i++) {
            assertThat(enter(limit)).isTrue();
        }
        now.set(NOON.plusMillis(2));
        limit.leave(KEY, Outcome.FAILED);
        now.set(NOON.plusMillis(1));
        limit.leave(KEY, Outcome.FAILED);
        now.set(NOON.plusMillis(3));
        assertThat(enter(limit)).as("one runs still, and one is left").isFalse();
    }

    @Test
    void ID_14_aReplicaWhoseClockIsAheadClosesNothingForTheOthersByOneFailure() throws Exception {
        GuessLimit ahead = new GuessLimit(THREE, failures, () -> NOON.plusSeconds(20));
        GuessLimit limit = new GuessLimit(THREE, failures, () -> NOON);
        assertThat(enter(ahead)).isTrue();
        ahead.leave(KEY, Outcome.FAILED);
        assertThat(enter(limit)).isTrue();
    }
}
