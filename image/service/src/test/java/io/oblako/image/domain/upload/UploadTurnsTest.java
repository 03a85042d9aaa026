package io.oblako.image.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.id.ProjectId;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UploadTurnsTest {

    private static final ProjectId ONE = ProjectId.of("p1");
    private static final ProjectId OTHER = ProjectId.of("p2");

    private final UploadTurns turns = new UploadTurns(4);

    private boolean take(ProjectId project) throws InterruptedException {
        return turns.take(project, Duration.ZERO);
    }

    @Test
    void API_08_aProjectGetsHalfOfTheTurnsAndLeavesTheRestToOthers() throws Exception {
        assertThat(take(ONE)).isTrue();
        assertThat(take(ONE)).isTrue();
        assertThat(take(ONE)).isFalse();
        assertThat(take(OTHER)).isTrue();
        assertThat(take(OTHER)).isTrue();
        assertThat(turns.take(null, Duration.ZERO)).isFalse();
        turns.giveBack(ONE);
        assertThat(turns.take(null, Duration.ZERO)).isTrue();
    }

    @Test
    void aTurnThatComesBackGoesToWhoeverWaits() throws Exception {
        assertThat(take(ONE)).isTrue();
        assertThat(take(ONE)).isTrue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = threads.submit(() -> turns.take(ONE, Duration.ofSeconds(20)));
            turns.giveBack(ONE);
            assertThat(waiting.get()).isTrue();
        }
        assertThat(take(ONE)).isFalse();
    }

    @Test
    void aSingleTurnIsStillForEveryone() throws Exception {
        UploadTurns single = new UploadTurns(1);
        assertThat(single.take(ONE, Duration.ZERO)).isTrue();
        assertThat(single.take(OTHER, Duration.ZERO)).isFalse();
        single.giveBack(ONE);
        assertThat(single.take(OTHER, Duration.ZERO)).isTrue();
    }
}
