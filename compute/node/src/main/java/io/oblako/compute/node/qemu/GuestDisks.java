package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.configdrive.ConfigDrive;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.disk.Qcow2;
import io.oblako.compute.node.disk.SwapHeader;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageCache;
import io.oblako.compute.node.metadata.GuestDocuments;
import io.oblako.compute.node.qemu.DomainSpec.Bus;
import io.oblako.compute.node.qemu.DomainSpec.Disk;
import io.oblako.compute.node.qemu.DomainSpec.Kind;
import io.oblako.compute.node.qemu.GuestFolder.Vm;
import io.oblako.kernel.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes a guest's disks and says how they are plugged in. */
final class GuestDisks {

    static final String INSIDE = "/disks";
    static final String BASE_INSIDE = "/base";

    /** User ids of guests: above those of people, services, containers and systemd. */
    private static final int FIRST_UID = 2_000_000_000;

    private static final int UIDS = 100_000_000;
    private static final int SERIAL_CHARS = 20;
    private static final String CONFIG_DRIVE = "config.iso";

    private final ImageCache images;
    private final SecretBox secrets;
    private final Clock clock;
    private final int qemuVersion;

    GuestDisks(ImageCache images, SecretBox secrets, Clock clock, int qemuVersion) {
        this.images = images;
        this.secrets = secrets;
        this.clock = clock;
        this.qemuVersion = qemuVersion;
    }

    /**
     * Makes all disks anew.
     *
     * @param takenUids of the other guests of this host
     */
    void prepare(GuestFolder folder, NodeDesired.Guest order, Set<Integer> takenUids, Progress progress) {
        GuestSpec spec = order.spec();
        try (ImageCache.Base base = images.get(spec.image(), progress)) {
            progress.mark("image");
            long size = rootBytes(spec, base.bytes());
            folder.create();
            Vm known = folder.vm();
            Vm vm = new Vm(
                    known == null ? uid(order.server(), takenUids) : known.uid(),
                    known == null ? machineType(spec) : known.machineType(),
                    base.name(),
                    spec.ramMib(),
                    known == null || known.screen());
            folder.vm(vm);
            folder.freshDisks();
            progress.mark("disks-cleared");
            make(folder, vm.uid(), "root", size, new byte[0]);
            if (spec.ephemeralDiskBytes() > 0) {
                make(folder, vm.uid(), "ephemeral", spec.ephemeralDiskBytes(), new byte[0]);
            }
            if (spec.swapBytes() > 0) {
                make(folder, vm.uid(), "swap", spec.swapBytes(), SwapHeader.of(spec.swapBytes(), order.server()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw GuestFailure.passing("DISK_NOT_MADE", "The server's disk could not be made", e);
        } catch (IllegalArgumentException e) {
            throw GuestFailure.permanent("BAD_ORDER", "The server cannot be made as ordered", e);
        }
    }

    /**
     * Writes the config drive anew, as the order has it now: ports are there when the guest starts and not when its disks
     * are made, and interfaces come and go between two starts. A saved memory goes on with the drive that it knows. To be
     * called while the guest has no process.
     */
    void configure(GuestFolder folder, NodeDesired.Guest order) throws IOException {
        Vm vm = folder.vm();
        if (vm != null && order.spec().configDrive() && !folder.record().memorySaved()) {
            Path drive = folder.disks().resolve(CONFIG_DRIVE);
            AtomicFiles.writeSoon(drive, ConfigDrive.of(GuestDocuments.of(order, secrets), clock.instant()));
            GuestFolder.give(drive, vm.uid());
        }
    }

    /** An installation medium is attached beside the disk, so the disk may be of any size. */
    private static long rootBytes(GuestSpec spec, long imageBytes) {
        if (spec.rootDiskBytes() == 0) {
            return imageBytes;
        }
        if (spec.rootDiskBytes() < imageBytes && !isMedium(spec)) {
            throw GuestFailure.permanent(
                    "FLAVOR_DISK_TOO_SMALL",
                    "The flavor's disk of %d bytes is smaller than the image's of %d"
                            .formatted(spec.rootDiskBytes(), imageBytes));
        }
        return spec.rootDiskBytes();
    }

    private static boolean isMedium(GuestSpec spec) {
        return spec.image().diskFormat().equals("iso");
    }

    private static void make(GuestFolder folder, int uid, String name, long bytes, byte[] head) throws IOException {
        Path file = folder.disks().resolve(name + ".qcow2");
        Qcow2.create(file, bytes, head);
        GuestFolder.give(file, uid);
    }

    private static int uid(UUID server, Set<Integer> taken) {
        int uid = FIRST_UID + Math.floorMod(server.hashCode(), UIDS);
        while (taken.contains(uid)) {
            uid = FIRST_UID + (uid - FIRST_UID + 1) % UIDS;
        }
        return uid;
    }

    /** The machine type is fixed, with its version, when the guest comes to be: it keeps it for life. */
    private String machineType(GuestSpec spec) {
        String wanted = spec.machine().getOrDefault("hw_machine_type", "q35");
        String version = "%d.%d".formatted(qemuVersion / 1_000_000, qemuVersion / 1_000 % 1_000);
        if (wanted.equals("q35") || wanted.startsWith("pc-q35")) {
            return "pc-q35-" + version;
        }
        if (wanted.equals("pc") || wanted.startsWith("pc-i440fx")) {
            return "pc-i440fx-" + version;
        }
        throw GuestFailure.permanent("MACHINE_TYPE", "hw_machine_type is q35 or pc, not " + wanted);
    }

    /** The disks as they stand in the jail, in boot order. */
    static List<Disk> disks(GuestFolder folder, NodeDesired.Guest order) {
        GuestSpec spec = order.spec();
        Bus bus = bus(spec);
        String serial = serial(order.server());
        List<Disk> disks = new ArrayList<>();
        if (isMedium(spec)) {
            disks.add(new Disk("root", Kind.BLANK, bus, INSIDE + "/root.qcow2", null, serial));
            disks.add(new Disk("cdrom", Kind.READ_ONLY, Bus.SATA, BASE_INSIDE, null, "cdrom"));
        } else {
            disks.add(new Disk("root", Kind.OVERLAY, bus, INSIDE + "/root.qcow2", BASE_INSIDE, serial));
        }
        for (String name : List.of("ephemeral", "swap")) {
            if (Files.exists(folder.disks().resolve(name + ".qcow2"))) {
                disks.add(new Disk(name, Kind.BLANK, bus, INSIDE + "/" + name + ".qcow2", null, name));
            }
        }
        if (Files.exists(folder.disks().resolve(CONFIG_DRIVE))) {
            disks.add(new Disk("config", Kind.READ_ONLY, Bus.VIRTIO, INSIDE + "/" + CONFIG_DRIVE, null, "config"));
        }
        return disks;
    }

    /** The qcow2 disks: the ones whose content belongs to a saved memory. */
    static List<String> writable(GuestFolder folder) {
        return List.of("root", "ephemeral", "swap").stream()
                .filter(name -> Files.exists(folder.disks().resolve(name + ".qcow2")))
                .toList();
    }

    private static Bus bus(GuestSpec spec) {
        String wanted = spec.machine().getOrDefault("hw_disk_bus", "virtio");
        return switch (wanted) {
            case "virtio" -> Bus.VIRTIO;
            case "scsi" -> Bus.SCSI;
            case "sata", "ide" -> Bus.SATA;
            default ->
                throw GuestFailure.permanent("DISK_BUS", "hw_disk_bus is virtio, scsi, sata or ide, not " + wanted);
        };
    }

    private static String serial(UUID server) {
        return server.toString().replace("-", "").substring(0, SERIAL_CHARS);
    }
}
