package io.oblako.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveProgramTest {

    @Test
    void linesComeWhileTheProgramGoesOnAndClosingEndsIt() throws InterruptedException {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(1);
        LiveProgram program = LiveProgram.start(List.of("tail", "-n", "1", "-f", "/etc/hostname"), lines::add);
        try (program) {
            assertThat(lines.poll(10, TimeUnit.SECONDS)).isNotBlank();
            assertThat(program.runs()).isTrue();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (program.runs() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(program.runs()).isFalse();
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> LiveProgram.start(List.of("no-such-program"), line -> {}))
                .isInstanceOf(Processes.ProcessFailed.class)
                .hasMessageContaining("no-such-program");
    }
}
