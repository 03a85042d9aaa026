package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.cgroup.ControlGroups;
import io.oblako.compute.node.cgroup.GuestLimits;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageCache;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.process.Jail;
import io.oblako.compute.node.process.JailedProcess;
import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.compute.node.qemu.GuestFolder.Vm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Starts QEMU in its jail and waits until it answers. */
final class GuestLauncher {

    /** QEMU has answered in 0.2 s even on a busy machine; a host with a hundred starts at once needs longer. */
    static final Duration START = Duration.ofSeconds(20);
    /** More at once only make each other late. */
    private static final int STARTS_AT_ONCE = 4;

    private static final int SPARE_PROCESSES = 160;
    private static final long SLACK_BYTES = 4L << 30;
    /** What QEMU itself needs beside the guest's memory: 60 MiB when idle, more while it copies disks. */
    private static final long QEMU_BYTES = 512L << 20;
    /** What QEMU's translator may fill with code, unless it is told otherwise. */
    private static final long TRANSLATED_CODE_BYTES = 1L << 30;

    private static final Logger LOG = Logger.getLogger(GuestLauncher.class);

    private final ImageCache images;
    private final GuestProcesses processes;
    private final Accelerator accelerator;
    private final ControlGroups groups;
    private final Semaphore starts = new Semaphore(STARTS_AT_ONCE, true);

    GuestLauncher(ImageCache images, GuestProcesses processes, Accelerator accelerator, ControlGroups groups) {
        this.groups = groups;
        this.images = images;
        this.processes = processes;
        this.accelerator = accelerator;
    }

    /** Connects to a process that was just started; the socket is looked for while the process lives. */
    @FunctionalInterface
    interface Connector {
        LiveGuest connect(BooleanSupplier alive) throws IOException;
    }

    /**
     * Starts the process with its processors stopped.
     *
     * @throws GuestFailure when QEMU refuses or does not answer; no process is left
     */
    LiveGuest launch(GuestFolder folder, NodeDesired.Guest order, Connector connector, Progress progress) {
        Vm vm = folder.vm();
        if (vm == null) {
            throw GuestFailure.passing("NO_DISK", "The server has no disk");
        }
        try {
            starts.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GuestFailure.cancelled();
        }
        try {
            folder.freshRun(vm.uid());
            List<String> command = jail(folder, vm, order).command(QemuArguments.of(domain(folder, vm, order)));
            JailedProcess process =
                    JailedProcess.start(command, Map.of(GuestProcesses.MARK, processes.mark(order.server())));
            processes.started(order.server(), process.handle());
            progress.mark("exec");
            try {
                LiveGuest live = connector.connect(process::alive);
                progress.mark("qmp");
                limit(order, process);
                return live;
            } catch (IOException e) {
                boolean refused = !process.alive();
                String said = process.said();
                processes.kill(order.server(), START);
                throw refused && !said.contains("memory") && !said.contains("lock")
                        ? GuestFailure.permanent("VMM_REFUSED", "The server could not be started", said)
                        : GuestFailure.passing("VMM_NOT_STARTED", "The server could not be started", said);
            }
        } catch (IOException e) {
            throw GuestFailure.passing("VMM_NOT_STARTED", "The server could not be started", e);
        } finally {
            starts.release();
        }
    }

    /** All of QEMU's processes are there by now, and none of the guest's own code has run. */
    private void limit(NodeDesired.Guest order, JailedProcess process) {
        try {
            groups.hold(order.server(), process.handle(), limits(order));
        } catch (IOException e) {
            LOG.warnf(
                    e,
                    "Guest %s has no control group: it is held by the limits of its processes alone",
                    order.server());
        }
    }

    private GuestLimits limits(NodeDesired.Guest order) {
        long translated = accelerator == Accelerator.TCG ? TRANSLATED_CODE_BYTES : 0;
        return new GuestLimits(
                ((long) order.spec().ramMib() << 20) + QEMU_BYTES + translated,
                processes(order),
                order.spec().vcpus());
    }

    private static int processes(NodeDesired.Guest order) {
        return SPARE_PROCESSES + 2 * order.spec().vcpus();
    }

    private DomainSpec domain(GuestFolder folder, Vm vm, NodeDesired.Guest order) {
        try {
            return new DomainSpec(
                    order.server(),
                    vm.machineType(),
                    accelerator,
                    order.spec().vcpus(),
                    order.spec().ramMib(),
                    GuestDisks.disks(folder, order),
                    vm.screen());
        } catch (IllegalArgumentException e) {
            throw GuestFailure.permanent("BAD_ORDER", "The server cannot be made as ordered", e);
        }
    }

    /** The jail of one guest's QEMU. */
    Jail jail(GuestFolder folder, Vm vm, NodeDesired.Guest order) {
        long disks = order.spec().rootDiskBytes()
                + order.spec().ephemeralDiskBytes()
                + order.spec().swapBytes()
                + order.spec().image().virtualBytes();
        // A saved memory goes into the root disk as well.
        long memory = (2L * order.spec().ramMib()) << 20;
        Jail jail = Jail.of(vm.uid())
                .outlivesDaemon()
                .writable(folder.disks(), GuestDisks.INSIDE)
                .writable(folder.run(), QemuArguments.RUN)
                .processes(processes(order))
                .fileBytes(disks + memory + SLACK_BYTES);
        if (vm.base() != null) {
            jail.readable(images.file(vm.base()), GuestDisks.BASE_INSIDE);
        }
        if (accelerator == Accelerator.KVM) {
            Kvm.allow(jail);
        }
        return jail;
    }
}
