package io.oblako.compute.node.qemu;

import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.process.Jail;
import io.oblako.compute.node.process.JailedProcess;
import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Finds out what really executes guests here. A device node proves nothing: there are machines where /dev/kvm opens and
 * every guest hangs. So a guest is booted, by the same firmware and in the same jail as any other; its boot sector writes
 * one byte to a port, which ends QEMU with the exit code expected. The result is kept until kernel, boot or QEMU change.
 */
final class AcceleratorTest {

    private static final Logger LOG = Logger.getLogger(AcceleratorTest.class);
    private static final Duration KVM_LIMIT = Duration.ofMillis(1500);
    private static final Duration TCG_LIMIT = Duration.ofSeconds(30);
    private static final int UID = 1_989_999_999;
    private static final int DISK_BYTES = 1 << 20;
    /** {@code mov al,0x2a; out 0xf4,al; hlt; jmp -3}. */
    private static final byte[] CODE = {
        (byte) 0xb0, 0x2a, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd
    };

    /** What isa-debug-exit makes of 0x2a: {@code (value << 1) | 1}. */
    private static final int EXPECTED = 85;

    private final Path folder;

    private record Kept(String circumstances, Accelerator accelerator) {}

    AcceleratorTest(Path folder) {
        this.folder = folder;
    }

    /**
     * The accelerator that works.
     *
     * @param circumstances under which an earlier result still holds
     * @throws GuestFailure when none does: no guest can run here
     */
    Accelerator find(String circumstances) {
        Path keptFile = folder.resolve("accelerator.json");
        try {
            if (Files.exists(keptFile)) {
                Kept kept = Json.read(Files.readAllBytes(keptFile), Kept.class);
                if (kept.circumstances().equals(circumstances)) {
                    return kept.accelerator();
                }
            }
            Accelerator found = measure();
            AtomicFiles.write(keptFile, Json.bytes(new Kept(circumstances, found)));
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw GuestFailure.permanent("NO_HYPERVISOR", "This host cannot run guests", e);
        }
    }

    private Accelerator measure() throws IOException {
        Path disk = folder.resolve("self-test.img");
        byte[] bytes = new byte[DISK_BYTES];
        System.arraycopy(CODE, 0, bytes, 0, CODE.length);
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        Files.write(disk, bytes);
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--r--r--"));
        try {
            if (Kvm.usable() && works(Accelerator.KVM, disk, KVM_LIMIT)) {
                return Accelerator.KVM;
            }
            if (works(Accelerator.TCG, disk, TCG_LIMIT)) {
                return Accelerator.TCG;
            }
        } finally {
            Files.deleteIfExists(disk);
        }
        throw new IOException("QEMU does not boot the self-test");
    }

    /** Whether the disk's boot sector does within the limit what is expected of it. */
    static boolean works(Accelerator accelerator, Path disk, Duration limit) {
        List<String> qemu = new ArrayList<>(List.of(
                QemuArguments.QEMU,
                "-no-user-config",
                "-nodefaults",
                "-display",
                "none",
                "-sandbox",
                "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                "-machine",
                "q35,usb=off",
                "-accel",
                accelerator == Accelerator.KVM ? "kvm" : "tcg,tb-size=16",
                "-m",
                "32M",
                "-device",
                "isa-debug-exit,iobase=0xf4,iosize=1",
                "-blockdev",
                "driver=file,node-name=file,filename=/disk,read-only=on",
                "-blockdev",
                "driver=raw,node-name=disk,file=file,read-only=on",
                "-device",
                "virtio-blk-pci,drive=disk,bootindex=0"));
        Jail jail = Jail.of(UID).readable(disk, "/disk");
        if (accelerator == Accelerator.KVM) {
            Kvm.allow(jail);
        }
        long start = System.nanoTime();
        try {
            JailedProcess.Result result = JailedProcess.run(jail.command(qemu), limit, Progress.NONE);
            long millis = (System.nanoTime() - start) / 1_000_000;
            boolean good = result.exitCode() == EXPECTED;
            LOG.infof(
                    "Self-test of %s: %s after %d ms%s",
                    accelerator, good ? "passed" : "failed", millis, good ? "" : ", " + result.said());
            return good;
        } catch (IOException e) {
            LOG.warnf("Self-test of %s: the guest did not answer within %s", accelerator, limit);
            return false;
        }
    }
}
