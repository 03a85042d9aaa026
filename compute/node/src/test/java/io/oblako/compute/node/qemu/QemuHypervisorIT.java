package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.cgroup.ControlGroups;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.HypervisorContract;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.qmp.QmpClient;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.testing.guest.BootSectorGuest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
                new QemuHypervisor.Setup("host", state, "oblako-test", "", 0, 0, 0, 1L << 30),
                IMAGES,
                _ -> {},
                HostSwitch.NONE,
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
        return order(IMAGE, BootSectorGuest.disk());
    }

    private static Orders order(UUID image, byte[] disk) {
        return Orders.anOrder()
                .spec(new GuestSpec(
                        "web,file=/etc/passwd",
                        "web",
                        1,
                        32,
                        8 << 20,
                        1 << 20,
                        1 << 20,
                        new GuestSpec.Image(image, "raw", disk.length, disk.length, BootSectorGuest.sha512(disk)),
                        Map.of(),
                        List.of(),
                        true,
                        "{\"uuid\":\"1\"}",
                        "{}",
                        "{}",
                        null,
                        10));
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
        command(server, "human-monitor-command", Map.of("command-line", line));
    }

    private static void command(UUID server, String name, Map<String, ?> arguments) {
        command(server, "rescue.sock", name, arguments);
    }

    private static void command(UUID server, String monitor, String name, Map<String, ?> arguments) {
        Path socket = state.resolve("guests")
                .resolve(server.toString())
                .resolve("run")
                .resolve(monitor);
        try (QmpClient qmp = QmpClient.connect(socket, Duration.ofSeconds(5), () -> true, _ -> {}, () -> {})) {
            qmp.execute(name, arguments, Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void processDies(UUID server) {
        qemus(server).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> qemus(UUID server) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").contains("qemu-system"))
                .filter(process -> commandLine(process).contains(server.toString()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void guestsGoDownWithTheirHostAndAreRememberedAsRunning() throws IOException {
        NodeDesired.Guest running = running();
        NodeDesired.Guest paused = running();
        hypervisor.perform(paused.server(), new Action.Pause(), Progress.NONE);
        hypervisor.close();
        assertThat(new GuestsShutdown(state, Duration.ofSeconds(10)).run()).isEqualTo(new GuestsShutdown.Outcome(1, 1));
        hypervisor = open();
        for (NodeDesired.Guest order : List.of(running, paused)) {
            ActualGuest found = hypervisor.observe(order.server());
            assertThat(found.machine()).isEqualTo(Machine.NONE);
            assertThat(found.record().halt()).isNull();
            assertThat(found.record().launch()).isEqualTo(new GuestRecord.Launch(found.hostBootId()));
            assertThat(hypervisor.console(order.server())).asString().contains("boot");
            hypervisor.perform(order.server(), new Action.RemoveAll(), Progress.NONE);
        }
    }

    @Test
    void aGuestThatDoesNotFollowThePowerButtonEndsWithItsHostAllTheSame() {
        UUID image = UUID.randomUUID();
        IMAGES.images.put(image, BootSectorGuest.deafDisk());
        NodeDesired.Guest order = running(order(image, BootSectorGuest.deafDisk()));
        hypervisor.close();
        assertThat(new GuestsShutdown(state, Duration.ofSeconds(1)).run()).isEqualTo(new GuestsShutdown.Outcome(0, 1));
        hypervisor = open();
        assertThat(hypervisor.observe(order.server()).machine()).isEqualTo(Machine.NONE);
        hypervisor.perform(order.server(), new Action.RemoveAll(), Progress.NONE);
    }

    @Test
    void CMP_22_aGuestIsInAGroupOfItsOwnThatGoesWithIt() throws IOException {
        assumeThat(ControlGroups.ofThisHost("oblako-test").usable())
                .as("usable control groups")
                .isTrue();
        UUID server = running().server();
        List<ProcessHandle> processes = ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(server.toString()))
                .toList();
        assertThat(processes).hasSizeGreaterThan(1);
        for (ProcessHandle process : processes) {
            assertThat(Path.of("/proc/" + process.pid() + "/cgroup"))
                    .content()
                    .as(commandLine(process))
                    .contains("/" + server);
        }
        hypervisor.perform(server, new Action.RemoveAll(), Progress.NONE);
        try (Stream<Path> groups =
                Files.find(Path.of("/sys/fs/cgroup"), 12, (path, _) -> path.endsWith(server.toString()))) {
            assertThat(groups).isEmpty();
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

    @Test
    void whatTheGuestSaysIsKeptBesideALineAfterItAndAfterADaemonThatDiedAtOne() throws IOException {
        NodeDesired.Guest order = running();
        UUID server = order.server();
        int before = hypervisor.console(server).length;
        try (ByteChannel line = hypervisor.openConsole(server, ConsoleKind.SERIAL)) {
            assertThat(line.read(ByteBuffer.allocate(1))).isEqualTo(1);
            assertThat(hypervisor.console(server)).hasSizeGreaterThan(before);
        }
        keepsTalking(hypervisor, server);

        // As a daemon leaves it that is killed: the port leads to a socket that nobody is at.
        command(
                server,
                "chardev-change",
                Map.of(
                        "id",
                        "console",
                        "backend",
                        Map.of(
                                "type",
                                "socket",
                                "data",
                                Map.of(
                                        "addr", Map.of("type", "unix", "data", Map.of("path", "/sockets/serial.sock")),
                                        "server", true,
                                        "wait", false))));
        Hypervisor next = restarted();
        assertThat(next.observe(server).machine()).isEqualTo(Machine.RUNNING);
        keepsTalking(next, server);
        hypervisor.perform(server, new Action.Kill(), Progress.NONE);
        hypervisor.perform(server, new Action.RemoveAll(), Progress.NONE);
    }

    /** A QEMU that waits for a busy disk answers nobody for seconds. */
    @Test
    void aConsoleWaitsForAQemuThatIsSlowToAnswer() throws Exception {
        UUID server = running().server();
        signal(server, "-STOP");
        try (ExecutorService visitor = Executors.newVirtualThreadPerTaskExecutor()) {
            var opened = visitor.submit(() -> hypervisor.openConsole(server, ConsoleKind.SERIAL));
            long asked = LiveGuest.QUICK.plusSeconds(1).toMillis();
            assertThatThrownBy(() -> opened.get(asked, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            signal(server, "-CONT");
            try (ByteChannel line = opened.get(SOON.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(line.read(ByteBuffer.allocate(1))).isEqualTo(1);
            }
        }
        keepsTalking(hypervisor, server);
        hypervisor.perform(server, new Action.RemoveAll(), Progress.NONE);
    }

    /** QEMU greets one client at each of its two monitors: one that nobody knows of would hold it for good. */
    @Test
    void manyWhoMissTheConnectionMakeOneTogether() throws Exception {
        UUID server = running().server();
        for (int round = 0; round < 3; round++) {
            signal(server, "-STOP");
            assertThat(all(() -> hypervisor.observe(server))).isNotEmpty();
            signal(server, "-CONT");
            assertThat(all(() -> hypervisor.observe(server)))
                    .allSatisfy(seen -> assertThat(seen.machine()).isEqualTo(Machine.RUNNING));
        }
        hypervisor.close();
        for (String monitor : List.of("qmp.sock", "rescue.sock")) {
            command(server, monitor, "query-status", Map.of());
        }
        hypervisor = open();
        hypervisor.perform(server, new Action.RemoveAll(), Progress.NONE);
    }

    private static <T> List<T> all(Callable<T> call) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : callers.invokeAll(Collections.nCopies(6, call))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static void signal(UUID server, String name) throws Exception {
        for (ProcessHandle qemu : qemus(server)) {
            Process kill = new ProcessBuilder("kill", name, Long.toString(qemu.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    private static void keepsTalking(Hypervisor driver, UUID server) {
        int before = driver.console(server).length;
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(driver.console(server)).hasSizeGreaterThan(before));
    }
}
