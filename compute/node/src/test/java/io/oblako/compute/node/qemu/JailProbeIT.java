package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.process.JailedProcess;
import io.oblako.kernel.process.Processes;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.testing.guest.BootSectorGuest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest that has taken over its QEMU. The probe runs in exactly the jail of a guest but without QEMU's own system call
 * filter, so what stops it here is the jail alone; that the filter is on as well is asserted on a living QEMU.
 */
class JailProbeIT {

    private static final Pattern TOTAL = Pattern.compile("acts (\\d+) succeeded (\\d+)");

    @TempDir
    Path state;

    private QemuHypervisor hypervisor;
    private NodeDesired.Guest attacker;
    private NodeDesired.Guest victim;

    @BeforeEach
    void start() {
        assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "the probe is compiled by gcc");
        byte[] disk = BootSectorGuest.disk();
        FileImages images = new FileImages();
        UUID image = UUID.randomUUID();
        images.images.put(image, disk);
        hypervisor = new QemuHypervisor(
                new QemuHypervisor.Setup("host", state, "oblako-test", "", 0, 0, 0, 1L << 30),
                images,
                _ -> {},
                HostSwitch.NONE,
                new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32]))),
                Clock.systemUTC());
        attacker = TinyGuests.order(image, disk);
        victim = TinyGuests.order(image, disk);
        for (NodeDesired.Guest guest : List.of(attacker, victim)) {
            hypervisor.perform(guest.server(), new Action.PrepareDisks(guest), Progress.NONE);
        }
        hypervisor.perform(victim.server(), new Action.Launch(victim), Progress.NONE);
        hypervisor.perform(victim.server(), new Action.Continue(), Progress.NONE);
    }

    @AfterEach
    void end() {
        if (hypervisor != null) {
            hypervisor.perform(attacker.server(), new Action.RemoveAll(), Progress.NONE);
            hypervisor.perform(victim.server(), new Action.RemoveAll(), Progress.NONE);
            hypervisor.close();
        }
    }

    @Test
    void CMP_13_aHostileVmmSucceedsInNothing() throws Exception {
        Path canary = state.resolve("canary");
        Files.writeString(canary, "canary " + UUID.randomUUID());
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-r--r--"));
        GuestFolder mine = new GuestFolder(state.resolve("guests"), attacker.server());
        GuestFolder theirs = new GuestFolder(state.resolve("guests"), victim.server());
        mine.freshRun(vm(mine).uid());
        Path probe = compile(mine.disks().resolve("probe"));
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> command = hypervisor
                    .jailOf(attacker)
                    .command(List.of(
                            "/disks/" + probe.getFileName(),
                            canary.toString(),
                            theirs.rootDisk().toString(),
                            theirs.run().resolve("qmp.sock").toString(),
                            Long.toString(qemuOf(victim.server())),
                            Integer.toString(listening.getLocalPort())));
            JailedProcess.Result result = JailedProcess.run(command, Duration.ofSeconds(60), Progress.NONE);
            Matcher total = TOTAL.matcher(result.said());
            assertThat(total.find()).as(result.said()).isTrue();
            assertThat(Integer.parseInt(total.group(1))).isGreaterThanOrEqualTo(40);
            assertThat(result.said()).doesNotContain("SUCCEEDED");
            assertThat(total.group(2)).isEqualTo("0");
        }
        assertThat(hypervisor.observe(victim.server()).hasProcess()).isTrue();
    }

    @Test
    void CMP_13_aLivingVmmHasNoRightsAndItsFilterIsOn() throws IOException {
        String status = Files.readString(Path.of("/proc/" + qemuOf(victim.server()) + "/status"));
        GuestFolder folder = new GuestFolder(state.resolve("guests"), victim.server());
        int uid = vm(folder).uid();
        assertThat(status).containsPattern("Uid:\\s+%d\\s+%d\\s+%d\\s+%d".formatted(uid, uid, uid, uid));
        assertThat(status).containsPattern("Groups:\\s*\n");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(status).containsPattern(set + ":\\s+0000000000000000");
        }
        assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("Seccomp:\\s+2");
        GuestFolder other = new GuestFolder(state.resolve("guests"), attacker.server());
        assertThat(vm(other).uid()).isNotEqualTo(uid);
    }

    @Test
    void CMP_14_theMonitorIsOutOfReachOfOthers() throws IOException {
        GuestFolder folder = new GuestFolder(state.resolve("guests"), victim.server());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.run())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
                .isEqualTo("rwx------");
    }

    private static GuestFolder.Vm vm(GuestFolder folder) {
        GuestFolder.Vm vm = folder.vm();
        assertThat(vm).isNotNull();
        return vm;
    }

    private static long qemuOf(UUID server) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info().command().orElse("").contains("qemu-system"))
                    .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                            .contains(server.toString()))
                    .findFirst()
                    .orElseThrow()
                    .pid();
        }
    }

    private Path compile(Path target) throws IOException {
        Path source = state.resolve("jail-probe.c");
        try (InputStream in = JailProbeIT.class.getResourceAsStream("/jail-probe.c")) {
            assertThat(in).isNotNull();
            Files.write(source, in.readAllBytes());
        }
        Processes.Result made = Processes.run(
                List.of("/usr/bin/gcc", "-O1", "-static", "-o", target.toString(), source.toString()),
                Duration.ofSeconds(60));
        assertThat(made.ok()).as(made.output()).isTrue();
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new GuestProcesses("x").scan()).isEmpty();
        return target;
    }
}
