package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {

    @TempDir
    Path folder;

    @Test
    void CMP_17_aFloodStaysBelowOneMebibyteAndTheNewestIsKept() throws IOException {
        Path file = folder.resolve("console.log");
        ConsoleLog log = new ConsoleLog(file);
        for (int i = 0; i < 2_000; i++) {
            log.append(("line %08d ".formatted(i) + "x".repeat(8_000) + "\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(Files.size(file)).isLessThanOrEqualTo(ConsoleLog.MAX_BYTES);
        }
        String kept = new String(log.read(), StandardCharsets.US_ASCII);
        assertThat(kept).contains("line 00001999").contains("line 00001950").doesNotContain("line 00000000");
    }

    @Test
    void CMP_17_onePieceLargerThanTheFileIsCut() throws IOException {
        ConsoleLog log = new ConsoleLog(folder.resolve("console.log"));
        log.append(new byte[3 * ConsoleLog.MAX_BYTES]);
        assertThat(log.read()).hasSizeLessThanOrEqualTo(ConsoleLog.MAX_BYTES);
    }

    @Test
    void whatIsClearedIsGone() throws IOException {
        ConsoleLog log = new ConsoleLog(folder.resolve("console.log"));
        log.append("secret".getBytes(StandardCharsets.US_ASCII));
        log.clear();
        assertThat(log.read()).isEmpty();
    }
}
