package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.json.Json;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.check.CloudState;
import io.oblako.testing.guest.FakeCloud;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node daemon in a process of its own, with real QEMU, and a look at its host that does not ask it. */
final class RealNode implements AutoCloseable {

    private static final String NAME = "host-a";

    private final KafkaSettings kafka;
    private final FakeCloud cloud;
    private final Path folder;
    private final Path gate;
    private final int port;
    private Process daemon;

    /** @param gate folder of the step gate */
    RealNode(KafkaSettings kafka, FakeCloud cloud, Path folder, Path gate) throws IOException {
        this.kafka = kafka;
        this.cloud = cloud;
        this.folder = folder;
        this.gate = gate;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    void start() throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.oblako.compute.node.NodeMain");
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("OBLAKO_NODE_NAME", NAME),
                        Map.entry("OBLAKO_NODE_DRIVER", "qemu"),
                        Map.entry("OBLAKO_NODE_STATE_DIR", folder.toString()),
                        Map.entry("OBLAKO_NODE_HTTP_PORT", Integer.toString(port)),
                        Map.entry("OBLAKO_NODE_VCPUS", "2"),
                        Map.entry("OBLAKO_NODE_RAM_MIB", "2048"),
                        Map.entry("OBLAKO_NODE_DISK_GIB", "100"),
                        Map.entry("OBLAKO_KAFKA", kafka.bootstrap()),
                        Map.entry("OBLAKO_TOPIC_PREFIX", kafka.topicPrefix()),
                        Map.entry("OBLAKO_IDENTITY_URL", cloud.url() + "/v3"),
                        Map.entry("OBLAKO_IMAGE_URL", cloud.url()),
                        Map.entry("OBLAKO_NODE_CREDENTIAL_ID", "credential"),
                        Map.entry("OBLAKO_NODE_CREDENTIAL_SECRET", "hidden"),
                        Map.entry("OBLAKO_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32])),
                        Map.entry("OBLAKO_STEP_GATE_DIR", gate.toString()),
                        Map.entry("OBLAKO_STEP_GATE_ALLOWED", "true")));
        File log = new File(folder + ".log");
        daemon = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** {@code kill -9} of the daemon. */
    void kill() {
        kill(daemon.toHandle());
    }

    /** {@code kill -9} of the innermost process of each guest. */
    void killGuests() {
        all().filter(RealNode::isQemu).forEach(RealNode::kill);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("process " + process.pid() + " did not die", e);
        }
    }

    private Stream<ProcessHandle> all() {
        List<UUID> guests = guests();
        return ProcessHandle.allProcesses().filter(process -> {
            String line = commandLine(process);
            return line.contains("qemu-system") && guests.stream().anyMatch(id -> line.contains(id.toString()));
        });
    }

    private static boolean isQemu(ProcessHandle process) {
        String line = commandLine(process);
        return line.startsWith("qemu-system") || line.startsWith("/usr/bin/qemu-system");
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** The guests of which a folder is left. */
    List<UUID> guests() {
        return names(folder.resolve("guests")).stream().map(UUID::fromString).toList();
    }

    /** Whether the guest has come as far as to hear its power button. */
    boolean booted(UUID id) {
        try {
            return Files.readString(
                            folder.resolve("guests").resolve(id.toString()).resolve("console.log"))
                    .contains(".");
        } catch (IOException e) {
            return false;
        }
    }

    /** The copies of disks that are left. */
    List<String> copies() {
        return names(folder.resolve("snapshots"));
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    /** What a scan of the host finds: folders, disks, records and processes. */
    List<CloudState.Guest> seen() throws IOException {
        List<CloudState.Guest> seen = new ArrayList<>();
        for (UUID id : guests()) {
            Path guest = folder.resolve("guests").resolve(id.toString());
            Path record = guest.resolve("record.json");
            long epoch = Files.exists(record)
                    ? Json.shared()
                            .readTree(Files.readAllBytes(record))
                            .path("epoch")
                            .asLong()
                    : 0;
            int processes = (int) ProcessHandle.allProcesses()
                    .filter(process -> isQemu(process) && commandLine(process).contains(id.toString()))
                    .count();
            boolean disk = Files.exists(guest.resolve("disks/root.qcow2"));
            seen.add(new CloudState.Guest(NAME, id.toString(), epoch, processes, disk));
        }
        return seen;
    }

    @Override
    public void close() {
        kill();
        List<ProcessHandle> left = all().toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).as("processes of guests that outlived the tests").isEmpty();
    }
}
