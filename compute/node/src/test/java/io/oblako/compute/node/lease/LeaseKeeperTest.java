package io.oblako.compute.node.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.NodeDesired.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(1);
    private final List<Long> kept = new ArrayList<>();
    private final LeaseKeeper keeper = new LeaseKeeper("boot", 0, now::get, kept::add);

    private static Lease answer(long heartbeat, long epoch, boolean fenced) {
        return new Lease("n1", epoch, heartbeat, "boot", 8_000, fenced, null);
    }

    @Test
    void theFirstAnswerGivesTheNodeItsEpoch() {
        keeper.answer(answer(keeper.beat(), 3, false));
        assertThat(keeper.epoch()).isEqualTo(3);
        assertThat(kept).containsExactly(3L);
        assertThat(keeper.valid()).isTrue();
        assertThat(keeper.fenced()).isFalse();
    }

    @Test
    void aLeaseCountsFromTheMomentTheHeartbeatWasSent() {
        long beat = keeper.beat();
        now.addAndGet(7 * SECOND);
        keeper.answer(answer(beat, 1, false));
        assertThat(keeper.valid()).isTrue();
        now.addAndGet(SECOND);
        assertThat(keeper.valid()).isFalse();
    }

    @Test
    void aLeaseThatRanOutDoesNotFence() {
        keeper.answer(answer(keeper.beat(), 1, false));
        now.addAndGet(3600 * SECOND);
        assertThat(keeper.valid()).isFalse();
        assertThat(keeper.fenced()).isFalse();
    }

    @Test
    void aLeaseIsHeldFromTheMomentItsHeartbeatWasSentUntilItsEnd() {
        keeper.answer(answer(keeper.beat(), 1, false));
        now.addAndGet(8 * SECOND - 1);
        assertThat(keeper.held()).isTrue();
        assertThat(keeper.heldUntilNanos()).isEqualTo(now.get() + 1);
        now.addAndGet(1);
        assertThat(keeper.held()).isFalse();
        long late = keeper.beat();
        now.addAndGet(9 * SECOND);
        keeper.answer(answer(late, 1, false));
        assertThat(keeper.held()).isFalse();
        keeper.answer(answer(keeper.beat(), 1, false));
        assertThat(keeper.held()).isTrue();
    }

    @Test
    void aRunOfTheDaemonThatHasHeardNothingYetHasTheBenefitOfTheDoubtForTheLengthOfALease() {
        assertThat(keeper.held()).isTrue();
        assertThat(keeper.valid()).isFalse();
        now.addAndGet(8 * SECOND);
        assertThat(keeper.held()).isFalse();
    }

    @Test
    void aFencedNodeHoldsNoLease() {
        keeper.answer(answer(keeper.beat(), 1, true));
        assertThat(keeper.held()).isFalse();
    }

    @Test
    void aNewerEpochFencesUntilNoGuestRunsAndIsThenTakenOver() {
        keeper.answer(answer(keeper.beat(), 1, false));
        assertThat(keeper.answer(answer(keeper.beat(), 2, false))).isTrue();
        assertThat(keeper.fenced()).isTrue();
        assertThat(keeper.epoch()).isEqualTo(1);
        keeper.guestsStopped();
        assertThat(keeper.epoch()).isEqualTo(2);
        assertThat(keeper.fenced()).isFalse();
        assertThat(kept).containsExactly(1L, 2L);
    }

    @Test
    void aFencingAnswerFencesUntilOneThatDoesNot() {
        keeper.answer(answer(keeper.beat(), 1, false));
        keeper.answer(answer(keeper.beat(), 1, true));
        assertThat(keeper.fenced()).isTrue();
        keeper.guestsStopped();
        assertThat(keeper.fenced()).isTrue();
        keeper.answer(answer(keeper.beat(), 1, false));
        assertThat(keeper.fenced()).isFalse();
    }

    @Test
    void answersToAnotherRunOldOnesAndThoseOfAnOlderEpochSayNothing() {
        keeper.answer(answer(keeper.beat(), 5, false));
        long second = keeper.beat();
        keeper.answer(answer(keeper.beat(), 5, false));
        keeper.answer(answer(second, 5, true));
        keeper.answer(new Lease("n1", 9, 99, "another boot", 8_000, true, null));
        keeper.answer(answer(keeper.beat(), 4, true));
        assertThat(keeper.fenced()).isFalse();
        assertThat(keeper.epoch()).isEqualTo(5);
    }
}
