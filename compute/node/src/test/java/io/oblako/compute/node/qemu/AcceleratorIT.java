package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorIT {

    @TempDir
    Path folder;

    @Test
    void aGuestThatHangsFailsTheSelfTestInTimeAndLeavesNothing() throws IOException {
        Path disk = folder.resolve("hangs.img");
        Files.write(disk, new byte[1 << 20]);
        long start = System.nanoTime();
        assertThat(AcceleratorTest.works(Accelerator.TCG, disk, Duration.ofMillis(1500)))
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(disk.toString())))
                .isEmpty();
    }

    @Test
    void theResultIsKeptForTheSameCircumstancesOnly() throws IOException {
        Accelerator found = new AcceleratorTest(folder).find("boot 1");
        Path kept = folder.resolve("accelerator.json");
        String text = Files.readString(kept);
        assertThat(text).contains("boot 1").contains(found.name());
        Files.writeString(kept, text.replace(found.name(), "KVM"));
        assertThat(new AcceleratorTest(folder).find("boot 1")).isEqualTo(Accelerator.KVM);
        assertThat(new AcceleratorTest(folder).find("boot 2")).isEqualTo(found);
    }
}
