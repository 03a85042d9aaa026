package io.oblako.kernel.saga;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.saga.StepGate.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStepGateTest {

    @TempDir
    private Path directory;

    private final AtomicInteger kills = new AtomicInteger();

    private StepGate gate() {
        return new FileStepGate(directory, kills::incrementAndGet);
    }

    private Path arm(String name, String word) throws IOException {
        return Files.writeString(directory.resolve(name), word + "\n");
    }

    @Test
    void withoutAFileTheGateIsOpen() {
        assertThat(gate().before("boot", "claim")).isEqualTo(Order.GO);
        assertThat(gate().armed()).isTrue();
    }

    @Test
    void aFolderNeedsThePermissionToBeOne() {
        assertThat(FileStepGate.fromEnvironment(Map.of())).isSameAs(StepGate.OPEN);
        assertThat(FileStepGate.fromEnvironment(Map.of(FileStepGate.VARIABLE, " ")))
                .isSameAs(StepGate.OPEN);
        Map<String, String> set = Map.of(FileStepGate.VARIABLE, directory.toString());
        assertThatThrownBy(() -> FileStepGate.fromEnvironment(set))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OBLAKO_STEP_GATE_DIR is set to " + directory)
                .hasMessageContaining("Unset it")
                .hasMessageContaining("OBLAKO_STEP_GATE_ALLOWED=true");
        Map<String, String> allowed = Map.of(FileStepGate.VARIABLE, directory.toString(), FileStepGate.ALLOWED, "true");
        assertThat(FileStepGate.fromEnvironment(allowed).armed()).isTrue();
    }

    @Test
    void aFileCountsOnce() throws IOException {
        arm("boot.claim.before", "fail");
        arm("boot.undo-claim.after-effect", "repeat");
        assertThat(gate().before("boot", "claim")).isEqualTo(Order.FAIL);
        assertThat(gate().before("boot", "claim")).isEqualTo(Order.GO);
        assertThat(gate().afterEffect("boot", "claim")).isEqualTo(Order.GO);
        assertThat(gate().afterEffect("boot", "undo-claim")).isEqualTo(Order.REPEAT);
    }

    @Test
    void aKillComesAfterTheFileIsGoneSoThatTheNextProcessLives() throws IOException {
        Path file = arm("boot.claim.after-commit", "kill");
        gate().afterCommit("boot", "claim");
        assertThat(kills).hasValue(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aStoppedStepSaysSoAndGoesOnWhenTheFileIsDeleted() throws Exception {
        Path file = arm("boot.claim.before", "stop");
        CompletableFuture<Order> step = CompletableFuture.supplyAsync(() -> gate().before("boot", "claim"));
        Path reached = directory.resolve("boot.claim.before.reached");
        await().atMost(30, SECONDS).until(() -> Files.exists(reached));
        assertThat(step).isNotDone();
        Files.delete(file);
        assertThat(step.get(30, SECONDS)).isEqualTo(Order.GO);
        assertThat(reached).doesNotExist();
    }

    @Test
    void anUnknownWordIsAnError() throws IOException {
        arm("boot.claim.before", "explode");
        assertThatThrownBy(() -> gate().before("boot", "claim")).hasMessageContaining("explode");
    }
}
