package io.oblako.compute.node.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.image.inspect.Limits;
import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Qcow2Test {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {512, 1 << 20, 536_870_912L, 536_870_913L, 10L << 30, 8L << 40})
    void anImageIsSoundInTheEyesOfQemuAndOfOurInspector(long bytes) throws IOException {
        Path file = folder.resolve("disk.qcow2");
        Qcow2.create(file, bytes);
        Processes.Result check = Processes.run(
                List.of("/usr/bin/qemu-img", "check", "-f", "qcow2", file.toString()), Duration.ofSeconds(20));
        assertThat(check.output()).contains("No errors were found");
        long rounded = (bytes + 511) / 512 * 512;
        assertThat(ImageInspector.inspect(file, DiskFormat.QCOW2, Limits.DEFAULT)
                        .virtualBytes())
                .isEqualTo(rounded);
        assertThat(Qcow2.virtualBytes(file)).isEqualTo(rounded);
    }

    @Test
    void aHeadIsWhatTheDiskBeginsWith() throws IOException {
        Path file = folder.resolve("swap.qcow2");
        Path raw = folder.resolve("swap.raw");
        byte[] head = SwapHeader.of(1 << 20, UUID.randomUUID());
        Qcow2.create(file, 1 << 20, head);
        Processes.Result convert = Processes.run(
                List.of("/usr/bin/qemu-img", "convert", "-f", "qcow2", "-O", "raw", file.toString(), raw.toString()),
                Duration.ofSeconds(20));
        assertThat(convert.ok()).as(convert.output()).isTrue();
        assertThat(Files.size(raw)).isEqualTo(1 << 20);
        try (var in = Files.newInputStream(raw)) {
            assertThat(in.readNBytes(head.length)).isEqualTo(head);
        }
        Processes.Result kind = Processes.run(List.of("/usr/sbin/blkid", "-p", raw.toString()), Duration.ofSeconds(20));
        assertThat(kind.output()).contains("TYPE=\"swap\"");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = folder.resolve("disk.qcow2");
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> Qcow2.create(file, 1 << 20)).isInstanceOf(FileAlreadyExistsException.class);
    }
}
