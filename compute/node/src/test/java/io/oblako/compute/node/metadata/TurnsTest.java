package io.oblako.compute.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final UUID LOUD = new UUID(1, 1);
    private static final UUID QUIET = new UUID(1, 2);

    private final Turns turns = new Turns();

    @Test
    void aGuestHasSomeConnectionsAtATimeAndTakesNobodyElses() {
        for (int i = 0; i < Turns.AT_ONCE; i++) {
            assertThat(turns.enter(LOUD, 0)).isTrue();
        }
        assertThat(turns.enter(LOUD, 0)).isFalse();
        assertThat(turns.enter(QUIET, 0)).isTrue();
        turns.leave(LOUD, 0);
        assertThat(turns.enter(LOUD, 0)).isTrue();
    }

    @Test
    void afterABurstAGuestHasToWait() {
        for (int i = 0; i < Turns.BURST; i++) {
            assertThat(turns.enter(LOUD, 0)).isTrue();
            turns.leave(LOUD, 0);
        }
        assertThat(turns.enter(LOUD, 0)).isFalse();
        assertThat(turns.enter(QUIET, 0)).isTrue();
        assertThat(turns.enter(LOUD, Turns.PACE.toNanos())).isTrue();
        turns.leave(LOUD, Turns.PACE.toNanos());
        assertThat(turns.enter(LOUD, Turns.PACE.toNanos())).isFalse();
    }
}
