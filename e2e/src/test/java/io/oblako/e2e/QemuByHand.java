package io.oblako.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The QEMU of a guest as somebody would start it by hand: the command line of a process of the cloud, word by word, without
 * the jail around it. Its base is the very file that the host uses, its overlay an empty one of the same size; it does not
 * wait for somebody to say {@code cont}. It leads a session of its own, as in a terminal of its own and as in the cloud:
 * Linux shares busy processors among sessions.
 */
final class QemuByHand implements AutoCloseable {

    /** How often the serial port is looked at; the owner of a guest in the cloud looks as often. */
    static final Duration POLL = Duration.ofMillis(50);

    private static final Duration CONNECT = Duration.ofMillis(5);
    private static final Duration END = Duration.ofSeconds(10);

    private final Path folder;
    private final List<String> command;
    private final long diskBytes;

    private QemuByHand(Path folder, List<String> command, long diskBytes) {
        this.folder = folder;
        this.command = command;
        this.diskBytes = diskBytes;
    }

    /** @param qemu the process of a guest that runs now; it may end afterwards */
    static QemuByHand like(ProcessHandle qemu) {
        Path process = Path.of("/proc", Long.toString(qemu.pid()));
        Path jail = process.resolve("root");
        try {
            Path folder = Files.createTempDirectory("oblako-by-hand");
            Files.createDirectories(folder.resolve("disks"));
            Files.createDirectories(folder.resolve("sockets"));
            Path drive = jail.resolve("disks/config.iso");
            if (Files.exists(drive)) {
                Files.copy(drive, folder.resolve("disks/config.iso"));
            }
            long bytes = virtualBytes(jail.resolve("disks/root.qcow2"));
            String base = "filename=" + sameFile(jail.resolve("base"));
            Stream<String> line =
                    Stream.of(Files.readString(process.resolve("cmdline")).split("\0"));
            List<String> command = Stream.concat(Stream.of("/usr/bin/setsid"), line)
                    .filter(word -> !word.equals("-S"))
                    .map(word -> word.replace("filename=/base", base)
                            .replace("filename=/disks", "filename=" + folder + "/disks")
                            .replace("path=/sockets", "path=" + folder + "/sockets")
                            .replace("unix:/sockets", "unix:" + folder + "/sockets"))
                    .toList();
            return new QemuByHand(folder, command, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it on a fresh overlay and ends it again.
     *
     * @param unwatched how long after its start its serial port is looked at first
     * @return milliseconds from its start to the guest's first line
     */
    double millisToFirstLine(Duration unwatched, Duration atMost) {
        try {
            run("qemu-img", "create", "-q", "-f", "qcow2", folder + "/disks/root.qcow2", Long.toString(diskBytes));
            long began = System.nanoTime();
            Process qemu = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start();
            try (Monitor monitor = new Monitor(qemu)) {
                Cloud.sleep(unwatched);
                StringBuilder console = new StringBuilder(monitor.newOutput());
                while (!Benchmarks.hasGuestLine(console.toString())) {
                    if (Meter.millisSince(began) > atMost.toMillis()) {
                        throw new AssertionError("a guest started by hand wrote nothing within " + atMost);
                    }
                    Cloud.sleep(POLL);
                    console.append(monitor.newOutput());
                }
                return Meter.millisSince(began);
            } finally {
                qemu.destroyForcibly().waitFor(END.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The monitor of a QEMU started by hand. */
    private final class Monitor implements AutoCloseable {

        private final SocketChannel channel;
        private final BufferedReader answers;

        Monitor(Process qemu) throws IOException {
            channel = connect(qemu);
            answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            answers.readLine();
            ask("{\"execute\":\"qmp_capabilities\"}");
        }

        private SocketChannel connect(Process qemu) throws IOException {
            var address = UnixDomainSocketAddress.of(folder.resolve("sockets/qmp.sock"));
            while (true) {
                SocketChannel fresh = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    fresh.connect(address);
                    return fresh;
                } catch (IOException notYet) {
                    fresh.close();
                    if (!qemu.isAlive()) {
                        throw new IOException("QEMU ended: " + Files.readString(folder.resolve("said")), notYet);
                    }
                }
                Cloud.sleep(CONNECT);
            }
        }

        /** What the guest has written to its serial port since the last call. */
        String newOutput() throws IOException {
            return ask("{\"execute\":\"ringbuf-read\",\"arguments\":{\"device\":\"console\",\"size\":65536}}")
                    .asText();
        }

        private JsonNode ask(String command) throws IOException {
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            while (true) {
                String line = answers.readLine();
                if (line == null) {
                    throw new IOException("QEMU closed its monitor");
                }
                JsonNode answer = Json.shared().readTree(line);
                if (!answer.has("event")) {
                    return answer.path("return");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static long virtualBytes(Path image) throws IOException {
        Process info = new ProcessBuilder("qemu-img", "info", "-U", "--output=json", image.toString()).start();
        long bytes = Json.shared()
                .readTree(info.getInputStream().readAllBytes())
                .path("virtual-size")
                .asLong();
        if (bytes == 0) {
            throw new AssertionError("the size of " + image + " is unknown");
        }
        return bytes;
    }

    /** The name, outside of the jail, of a file that the jail shows under another one. */
    private static Path sameFile(Path inside) throws IOException {
        try (Stream<Path> files = Files.walk(Machine.hosts())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.isSameFile(file, inside)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no file of a host is " + inside);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        int code = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(words[0] + " ended with " + code);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
