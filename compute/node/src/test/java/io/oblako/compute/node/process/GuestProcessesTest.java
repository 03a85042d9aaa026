package io.oblako.compute.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestProcessesTest {

    private final GuestProcesses processes = new GuestProcesses("test-" + UUID.randomUUID());

    /** A scan takes a while: it does not see what is started behind its back, as it does not see this unmarked process. */
    @Test
    void aProcessThatAScanDidNotSeeIsAliveUntilItEnds() throws IOException, InterruptedException {
        UUID server = UUID.randomUUID();
        Process process = new ProcessBuilder("/bin/sleep", "60").start();
        try {
            processes.started(server, process.toHandle());
            assertThat(processes.scan()).doesNotContain(server);
            assertThat(processes.alive(server)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.alive(server)).isFalse();
        processes.scan();
        assertThat(processes.alive(server)).isFalse();
    }

    /** What a scan saw of a guest's last process must not take the place of the next one. */
    @Test
    void aProcessThatWasStartedAfterAnotherIsNotForgottenForIt(@TempDir Path folder)
            throws IOException, InterruptedException {
        UUID server = UUID.randomUUID();
        Path named = Files.copy(Path.of("/bin/sleep"), folder.resolve("bwrap"));
        ProcessBuilder marked = new ProcessBuilder(named.toString(), "60");
        marked.environment().put(GuestProcesses.MARK, processes.mark(server));
        Process before = marked.start();
        Process next = new ProcessBuilder("/bin/sleep", "60").start();
        try {
            await().atMost(10, TimeUnit.SECONDS).until(() -> processes.scan().contains(server));
            processes.started(server, next.toHandle());
            assertThat(processes.scan()).contains(server);
            before.destroyForcibly();
            assertThat(before.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(processes.alive(server)).isTrue();
        } finally {
            before.destroyForcibly();
            next.destroyForcibly();
        }
    }
}
