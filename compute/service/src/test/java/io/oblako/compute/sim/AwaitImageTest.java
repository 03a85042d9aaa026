package io.oblako.compute.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that was asked for before its image was settled. */
class AwaitImageTest {

    private static final int LAST_LOOK = 40;

    private final ServerWorld world = new ServerWorld(VmState.BUILDING, PowerState.NOSTATE, null);

    private Outcome<Object> look(int attempt) {
        var now = world.now();
        var run = new StepRun(
                new UUID(3, 3), world.subject(), null, "req-1", attempt, 1, now.plus(Duration.ofMinutes(10)), now);
        return world.transactions()
                .call(() -> world.saga().step("await-image").does().run(world.context(), run));
    }

    @Test
    void waitsForTheDigest() {
        assertThat(look(1000)).isInstanceOf(Outcome.Waiting.class);
        assertThat(world.server().machine().image().sha512()).isNull();
    }

    @Test
    void goesOnWithTheDigestInTheServer() {
        world.image("active", "ab");
        assertThat(look(1)).isInstanceOf(Outcome.Done.class);
        assertThat(world.server().machine().image().sha512()).isEqualTo("ab");
        world.imageGone();
        assertThat(look(2)).as("a server outlives its image").isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "deleted", "pending_delete"})
    void failsWhenTheImageIsLost(String status) {
        world.image(status, null);
        assertThat(look(1)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("IMAGE_NOT_USABLE");
            assertThat(failed.message()).contains(ServerWorld.IMAGE.toString());
        });
    }

    @Test
    void givesAnImageThatNobodyKnowsSomeTimeBeforeItFails() {
        world.imageGone();
        assertThat(look(LAST_LOOK)).isInstanceOf(Outcome.Waiting.class);
        assertThat(look(LAST_LOOK + 1)).isInstanceOf(Outcome.Failed.class);
    }
}
