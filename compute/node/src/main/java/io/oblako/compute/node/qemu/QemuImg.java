package io.oblako.compute.node.qemu;

import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.process.Jail;
import io.oblako.compute.node.process.JailedProcess;
import io.oblako.image.inspect.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * qemu-img, always in the jail, with limits, and with every format spelled out. What it makes is handed over only when it
 * is whole.
 */
final class QemuImg {

    private static final String TOOL = "/usr/bin/qemu-img";
    /** User ids for these runs; guests have others. */
    private static final int FIRST_UID = 1_990_000_000;

    private static final int UIDS = 1_000_000;
    private static final long ADDRESS_BYTES = 1L << 30;
    private static final long SLACK_BYTES = 64L << 20;
    private static final long GIB = 1L << 30;
    private static final long BASE_SECONDS = 60;
    private static final long SECONDS_PER_GIB = 20;
    private static final int PROCESSES = 64;

    private QemuImg() {}

    /** Converts an inspected image into a raw, sparse file that all may read. */
    static void toRaw(Path source, DiskFormat format, long virtualBytes, Path target, Progress progress)
            throws IOException {
        List<String> tool = List.of(
                TOOL, "convert", "-f", qemuName(format), "-O", "raw", "-S", "64k", "-m", "4", "/in", "/out/image");
        Path work = target.resolveSibling(target.getFileName() + ".work");
        int uid = FIRST_UID + ThreadLocalRandom.current().nextInt(UIDS);
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r--r--r--"));
        run(Jail.of(uid).readable(source, "/in"), uid, tool, virtualBytes, work, target, "r--r--r--", progress);
    }

    /** Writes a flat qcow2 of an overlay, nobody else having it open, and its base. */
    static void flatten(Path overlay, Path base, long virtualBytes, Path target, int uid, Progress progress)
            throws IOException {
        List<String> tool = List.of(
                TOOL,
                "convert",
                "--image-opts",
                "driver=qcow2,file.driver=file,file.filename=/in,"
                        + "backing.driver=raw,backing.file.driver=file,backing.file.filename=/base",
                "-O",
                "qcow2",
                "/out/image");
        Jail jail = Jail.of(uid).readable(overlay, "/in").readable(base, "/base");
        run(jail, uid, tool, virtualBytes, work(target), target, "rw-------", progress);
    }

    /** Writes a flat qcow2 of a disk without a base, nobody else having it open. */
    static void copy(Path disk, long virtualBytes, Path target, int uid, Progress progress) throws IOException {
        List<String> tool = List.of(TOOL, "convert", "-f", "qcow2", "-O", "qcow2", "/in", "/out/image");
        run(Jail.of(uid).readable(disk, "/in"), uid, tool, virtualBytes, work(target), target, "rw-------", progress);
    }

    private static Path work(Path target) {
        return target.resolveSibling(target.getFileName() + ".work");
    }

    private static void run(
            Jail jail,
            int uid,
            List<String> tool,
            long virtualBytes,
            Path work,
            Path target,
            String mode,
            Progress progress)
            throws IOException {
        AtomicFiles.removeTree(work);
        try {
            Files.createDirectory(work);
            GuestFolder.give(work, uid);
            long seconds = BASE_SECONDS + virtualBytes / GIB * SECONDS_PER_GIB;
            List<String> command = jail.writable(work, "/out")
                    .processes(PROCESSES)
                    .fileBytes(virtualBytes + SLACK_BYTES)
                    .addressBytes(ADDRESS_BYTES)
                    .cpuSeconds(seconds)
                    .command(tool);
            JailedProcess.Result result = JailedProcess.run(command, Duration.ofSeconds(4 * seconds), progress);
            if (result.exitCode() != 0) {
                throw GuestFailure.passing(
                        "CONVERSION_FAILED",
                        "The disk image could not be converted",
                        "qemu-img %d: %s".formatted(result.exitCode(), result.said()));
            }
            Path made = work.resolve("image");
            if (!Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("The conversion left no file");
            }
            // The folder belongs to the jail's user, so the file is taken out of it before root touches it.
            Path taken = target.resolveSibling(target.getFileName() + ".taken");
            Files.move(made, taken, StandardCopyOption.ATOMIC_MOVE);
            GuestFolder.give(taken, 0);
            Files.setPosixFilePermissions(taken, PosixFilePermissions.fromString(mode));
            Files.move(taken, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            AtomicFiles.removeTree(work);
        }
    }

    private static String qemuName(DiskFormat format) {
        return switch (format) {
            case RAW, ISO -> "raw";
            case QCOW2 -> "qcow2";
            case VMDK -> "vmdk";
            case VDI -> "vdi";
            case VHD -> "vpc";
            case VHDX -> "vhdx";
            case OVA -> throw new IllegalArgumentException("An archive is not a disk");
        };
    }
}
