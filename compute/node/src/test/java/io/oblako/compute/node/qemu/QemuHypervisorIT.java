package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.HypervisorContract;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.qmp.QmpClient;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real QEMU, in the jail, with a guest of 512 bytes. Wants root, qemu-system-x86 and bubblewrap. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class QemuHypervisorIT extends HypervisorContract {

    @TempDir
    static Path state;

    private static final FileImages IMAGES = new FileImages();
    private static final UUID IMAGE = UUID.randomUUID();
    private static final List<Hypervisor> RESTARTED = new ArrayList<>();
    private static QemuHypervisor hypervisor;

    @BeforeAll
    static void start() {
        IMAGES.images.put(IMAGE, BootSectorGuest.disk());
        hypervisor = open();
    }

    private static QemuHypervisor open() {
        return new QemuHypervisor(
                new QemuHypervisor.Setup(state, 0, 0, 0, 1L << 30),
                IMAGES,
                new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32]))),
                Clock.systemUTC());
    }

    @AfterEach
    void nothingIsLeft() {
        GuestProcesses processes = new GuestProcesses(SocketFolder.key(state));
        RESTARTED.forEach(Hypervisor::close);
        RESTARTED.clear();
        for (UUID server : processes.scan()) {
            processes.kill(server, Duration.ofSeconds(5));
        }
    }

    @AfterAll
    static void close() {
        hypervisor.close();
    }

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected Orders order() {
        byte[] disk = BootSectorGuest.disk();
        return Orders.anOrder()
                .spec(new GuestSpec(
                        "web,file=/etc/passwd",
                        "web",
                        1,
                        32,
                        8 << 20,
                        1 << 20,
                        1 << 20,
                        new GuestSpec.Image(IMAGE, "raw", disk.length, disk.length, sha512(disk)),
                        Map.of(),
                        true,
                        "{\"uuid\":\"1\"}",
                        "{}",
                        "{}",
                        null,
                        10));
    }

    static String sha512(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void powersItselfOff(UUID server) {
        monitor(server, "o /h 0x604 0x2000");
    }

    @Override
    protected void panics(UUID server) {
        monitor(server, "o /b 0x505 1");
    }

    /** The second monitor is for operators; here it moves the guest's hand. */
    private static void monitor(UUID server, String line) {
        Path socket = state.resolve("guests").resolve(server.toString()).resolve("run/rescue.sock");
        try (QmpClient qmp = QmpClient.connect(socket, Duration.ofSeconds(5), () -> true, _ -> {}, () -> {})) {
            qmp.execute("human-monitor-command", Map.of("command-line", line), Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void processDies(UUID server) {
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            boolean qemu = process.info().command().orElse("").contains("qemu-system");
            boolean mine = commandLine(process).contains(server.toString());
            if (qemu && mine) {
                process.destroyForcibly();
            }
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    protected Hypervisor restarted() {
        hypervisor.close();
        hypervisor = open();
        Hypervisor second = open();
        RESTARTED.add(second);
        return second;
    }

    @Override
    protected void verifyMemorySurvived(UUID server) {
        await().atMost(SOON).untilAsserted(() -> {
            String console = new String(hypervisor.console(server), StandardCharsets.US_ASCII);
            assertThat(console).contains(".").doesNotContain("boot");
        });
    }
}
