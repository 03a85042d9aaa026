package io.oblako.compute.node.qemu;

import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The files of one guest. All belong to root, except what QEMU must write: the disk files, and the folder of its sockets,
 * into which the daemon never writes (security row CMP-19).
 */
final class GuestFolder {

    private static final Logger LOG = Logger.getLogger(GuestFolder.class);

    private final Path root;

    /**
     * What was fixed when the guest came to this host.
     *
     * @param uid the guest's own
     * @param machineType versioned: the guest keeps it for life
     * @param base file name of its base in the image cache; absent for an installation medium's blank disk
     * @param ramMib for the sum of what is taken
     * @param screen whether it has one; a suspended guest must find the devices again that it had
     */
    record Vm(int uid, String machineType, @Nullable String base, int ramMib, boolean screen) {}

    GuestFolder(Path guests, UUID server) {
        this.root = guests.resolve(server.toString());
    }

    Path root() {
        return root;
    }

    Path disks() {
        return root.resolve("disks");
    }

    Path rootDisk() {
        return disks().resolve("root.qcow2");
    }

    Path run() {
        return root.resolve("run");
    }

    Path console() {
        return root.resolve("console.log");
    }

    boolean exists() {
        return Files.exists(root, LinkOption.NOFOLLOW_LINKS);
    }

    void create() {
        AtomicFiles.privateFolder(root);
    }

    /**
     * What the host remembers of the guest. A record that cannot be read (after a power cut, say) stands for disks of
     * unknown age: they are kept, never made anew, and the guest can be started, stopped and removed.
     */
    GuestRecord record() {
        try {
            return read("record.json", GuestRecord.class, GuestRecord.NONE);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "The record of guest %s cannot be read", root.getFileName());
            return new GuestRecord(0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, null, false, null);
        }
    }

    void record(GuestRecord record) {
        AtomicFiles.write(root.resolve("record.json"), Json.bytes(record));
    }

    /** For the very first record: what it speaks of is worth nothing yet, so nobody waits for the disk. */
    void firstRecord(GuestRecord record) {
        AtomicFiles.writeSoon(root.resolve("record.json"), Json.bytes(record));
    }

    @Nullable
    Vm vm() {
        Path file = root.resolve("vm.json");
        return Files.exists(file) ? read("vm.json", Vm.class, new Vm(1, "", null, 0, false)) : null;
    }

    void vm(Vm vm) {
        AtomicFiles.writeSoon(root.resolve("vm.json"), Json.bytes(vm));
    }

    private <T> T read(String name, Class<T> type, T otherwise) {
        Path file = root.resolve(name);
        try {
            return Files.exists(file) ? Json.read(Files.readAllBytes(file), type) : otherwise;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder of disks that the guest's user may pass through but not change. */
    void freshDisks() throws IOException {
        AtomicFiles.removeTree(disks());
        Files.createDirectory(disks());
        Files.setPosixFilePermissions(disks(), PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** An empty folder for sockets that belongs to the guest's user. */
    void freshRun(int uid) throws IOException {
        AtomicFiles.removeTree(run());
        Files.createDirectory(run());
        Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("rwx------"));
        give(run(), uid);
    }

    /** Hands a file over to the guest's user. */
    static void give(Path file, int uid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
    }
}
