package io.oblako.compute.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReadsTest {

    private static final int BYTES = 4 << 20;

    @Test
    void whatAProcessReadsIsCounted(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("image"), new byte[BYTES]);
        long before = ProcessReads.of(ProcessHandle.current());
        assertThat(Files.readAllBytes(file)).hasSize(BYTES);
        assertThat(ProcessReads.of(ProcessHandle.current())).isGreaterThanOrEqualTo(before + BYTES);
    }

    @Test
    void aProcessThatHasEndedReadsNothing() throws Exception {
        Process ended = new ProcessBuilder("/usr/bin/true").start();
        ended.waitFor();
        assertThat(ProcessReads.of(ended.toHandle())).isZero();
    }
}
