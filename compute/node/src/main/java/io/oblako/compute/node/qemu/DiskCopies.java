package io.oblako.compute.node.qemu;

import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.disk.Qcow2;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageCache;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.qemu.GuestFolder.Vm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Flat copies of root disks: by the living QEMU, at one moment, or by qemu-img when nobody has the disk open. */
final class DiskCopies {

    private final ImageCache images;
    private final GuestProcesses processes;
    private final GuestConnections connections;

    DiskCopies(ImageCache images, GuestProcesses processes, GuestConnections connections) {
        this.images = images;
        this.processes = processes;
        this.connections = connections;
    }

    void copy(UUID server, GuestFolder folder, Path target, Progress progress) {
        Vm vm = folder.vm();
        if (vm == null || !Files.exists(folder.rootDisk())) {
            throw GuestFailure.permanent("NO_DISK", "The server has no disk");
        }
        try {
            long bytes = Qcow2.virtualBytes(folder.rootDisk());
            if (!processes.alive(server)) {
                flatten(folder, vm, bytes, target, progress);
                return;
            }
            Path copy = folder.disks().resolve("copy.qcow2");
            AtomicFiles.remove(copy);
            Qcow2.create(copy, bytes);
            GuestFolder.give(copy, vm.uid());
            try {
                connections.get(server).copyRoot(GuestDisks.INSIDE + "/copy.qcow2", progress);
                GuestFolder.give(copy, 0);
                Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                AtomicFiles.remove(copy);
            }
        } catch (IOException | UncheckedIOException e) {
            throw GuestFailure.passing("COPY_FAILED", "The disk could not be copied", e);
        }
    }

    private void flatten(GuestFolder folder, Vm vm, long bytes, Path target, Progress progress) throws IOException {
        if (vm.base() == null) {
            QemuImg.copy(folder.rootDisk(), bytes, target, vm.uid(), progress);
            return;
        }
        QemuImg.flatten(folder.rootDisk(), images.file(vm.base()), bytes, target, vm.uid(), progress);
    }
}
