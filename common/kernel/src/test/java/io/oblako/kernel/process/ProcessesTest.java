package io.oblako.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.process.Processes.ProcessFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void aProgramTellsItsEndAndWhatItSaid() {
        Processes.Result said = Processes.run(List.of("echo", "gr\u00fc\u00df"), SOON);
        assertThat(said.ok()).isTrue();
        assertThat(said.output()).isEqualTo("gr\u00fc\u00df\n");
        Processes.Result failed = Processes.run(List.of("ls", "/does/not/exist"), SOON);
        assertThat(failed.ok()).isFalse();
        assertThat(failed.output()).as("standard error, too").contains("/does/not/exist");
    }

    @Test
    void noShellReadsTheArguments(@TempDir Path folder) {
        Path canary = folder.resolve("canary");
        List<String> hostile = List.of(
                "printf",
                "%s\\n",
                "$(touch " + canary + ")",
                "`touch " + canary + "`",
                "; touch " + canary,
                "| touch " + canary,
                "> " + canary,
                "*",
                "$HOME");
        Processes.Result result = Processes.run(hostile, SOON);
        assertThat(result.output()).isEqualTo(String.join("\n", hostile.subList(2, hostile.size())) + '\n');
        assertThat(canary).doesNotExist();
    }

    @Test
    void theEnvironmentIsOnlyWhatIsGiven() {
        assertThat(Processes.run(List.of("env"), SOON).output().lines())
                .containsExactlyInAnyOrder("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8");
        assertThat(Processes.run(List.of("env"), Map.of("A", "b c"), SOON).output())
                .contains("A=b c\n");
    }

    @Test
    void theInputIsEmpty() {
        assertThat(Processes.run(List.of("cat"), SOON)).isEqualTo(new Processes.Result(0, ""));
    }

    @Test
    void aProgramReadsWhatItIsGiven() {
        String more = "gr\u00fc\u00df\n".repeat(20_000);
        assertThat(Processes.run(List.of("cat"), more, SOON)).isEqualTo(new Processes.Result(0, more));
    }

    @Test
    void aProgramThatDoesNotReadIsNotWaitedForLongerThanOthers() {
        String more = "x".repeat(1 << 20);
        assertThat(Processes.run(List.of("true"), more, SOON).ok()).isTrue();
        assertThatThrownBy(() -> Processes.run(List.of("sleep", "64"), more, Duration.ofMillis(200)))
                .isInstanceOf(ProcessFailed.class)
                .hasMessageContaining("did not end within");
    }

    @Test
    void aProgramThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> Processes.run(List.of("no-such-program-anywhere"), SOON))
                .isInstanceOf(ProcessFailed.class)
                .hasMessageContaining("no-such-program-anywhere");
    }

    @Test
    void outputIsBoundedAndTheProgramStillEnds() {
        int wild = 8 * Processes.MAX_OUTPUT_BYTES;
        Processes.Result result = Processes.run(List.of("head", "-c", Integer.toString(wild), "/dev/zero"), SOON);
        assertThat(result.ok()).isTrue();
        assertThat(result.output()).hasSize(Processes.MAX_OUTPUT_BYTES);
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithItsChildren(@TempDir Path folder) {
        Path pids = folder.resolve("pids");
        List<String> tree =
                List.of("sh", "-c", "sleep 61 & echo $! > " + pids + "; echo $$ >> " + pids + "; sleep 62; true");
        Instant start = Instant.now();
        assertThatThrownBy(() -> Processes.run(tree, Duration.ofSeconds(1)))
                .isInstanceOf(ProcessFailed.class)
                .hasMessageContaining("did not end within");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(19));
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(Files.readAllLines(pids)).hasSize(2).noneMatch(ProcessesTest::runs));
    }

    @Test
    void anInterruptedRunLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        Thread runner = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> Processes.run(
                                List.of("sh", "-c", "echo $$ > " + pid + "; exec sleep 63"), Duration.ofMinutes(1)))
                        .isInstanceOf(ProcessFailed.class));
        await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(pid) && Files.size(pid) > 1);
        runner.interrupt();
        assertThat(runner.join(Duration.ofSeconds(5))).isTrue();
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(Files.readAllLines(pid)).noneMatch(ProcessesTest::runs));
    }

    @Test
    void aDaemonThatKeepsTheOutputOpenDoesNotHoldItsStarter(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        Instant start = Instant.now();
        Processes.Result result = Processes.run(List.of("sh", "-c", "echo started; sleep 20 & echo $! > " + pid), SOON);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(19));
        assertThat(result.output()).isEqualTo("started\n");
        long daemon = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(daemon)).hasValueSatisfying(process -> {
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly();
        });
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }
}
