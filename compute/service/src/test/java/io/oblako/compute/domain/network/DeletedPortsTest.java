package io.oblako.compute.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.request.RequestContext;
import io.oblako.testing.sim.SimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeletedPortsTest {

    private static final UUID PORT = new UUID(4, 1);
    private static final RequestContext REQUEST = RequestContext.fresh();

    private final SimClock clock = new SimClock();
    private final DeletedPorts ports = new DeletedPorts(clock);

    @Test
    void aPortIsLookedAtAMomentAfterItsTombstoneAndThenLessAndLessOften() {
        ports.deleted(PORT, REQUEST);
        assertThat(ports.due(10)).isEmpty();
        List<Long> looks = new ArrayList<>();
        for (long second = 1; second <= 2000; second++) {
            clock.pass(Duration.ofSeconds(1));
            if (!ports.due(10).isEmpty()) {
                looks.add(second);
            }
        }
        assertThat(looks).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 1624L);
        assertThat(ports.request(PORT)).contains(REQUEST);
    }

    @Test
    void aPortThatIsMadeAgainIsNotDeleted() {
        ports.deleted(PORT, REQUEST);
        ports.there(PORT);
        clock.pass(DeletedPorts.FIRST_LOOK);
        assertThat(ports.due(10)).isEmpty();
        assertThat(ports.request(PORT)).isEmpty();
    }

    @Test
    void whatIsForgottenIsNotLookedAtAgain() {
        ports.deleted(PORT, REQUEST);
        ports.forget(List.of(PORT));
        clock.pass(DeletedPorts.FIRST_LOOK);
        assertThat(ports.due(10)).isEmpty();
        assertThat(ports.size()).isZero();
    }

    @Test
    void noMoreAreLookedAtThanWereAskedFor() {
        for (int i = 0; i < 5; i++) {
            ports.deleted(new UUID(4, i), REQUEST);
        }
        clock.pass(DeletedPorts.FIRST_LOOK);
        assertThat(ports.due(3)).hasSize(3);
        assertThat(ports.due(3)).hasSize(2);
        assertThat(ports.due(3)).isEmpty();
    }

    @Test
    void tooManyAtOnceAreLeftOutAndCounted() {
        for (int i = 0; i < DeletedPorts.MOST + 3; i++) {
            ports.deleted(new UUID(4, i), REQUEST);
        }
        assertThat(ports.size()).isEqualTo(DeletedPorts.MOST);
        assertThat(ports.leftOut()).isEqualTo(3);
        assertThat(ports.leftOut()).isZero();
    }
}
