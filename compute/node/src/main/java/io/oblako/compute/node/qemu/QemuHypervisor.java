package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.cgroup.ControlGroups;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.compute.node.hypervisor.GuestRecord.Halt;
import io.oblako.compute.node.hypervisor.GuestRecord.Launch;
import io.oblako.compute.node.hypervisor.HostFacts;
import io.oblako.compute.node.hypervisor.HostUsage;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.Conversions;
import io.oblako.compute.node.image.ImageCache;
import io.oblako.compute.node.image.ImageService;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.process.Jail;
import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.compute.node.qemu.GuestFolder.Vm;
import io.oblako.image.contracts.ConversionReport;
import io.oblako.kernel.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Guests as QEMU processes in jails. Which there are is found by looking at folders and processes; a restarted daemon
 * connects to the monitors of those that run.
 */
public final class QemuHypervisor implements Hypervisor {

    private static final Logger LOG = Logger.getLogger(QemuHypervisor.class);
    private static final Duration GOOD_END = Duration.ofSeconds(10);
    private static final Duration FORCED_END = Duration.ofSeconds(10);

    private final Path guests;
    private final HostFacts facts;
    private final String bootId;
    private final ImageCache images;
    private final GuestDisks disks;
    private final GuestLauncher launcher;
    private final GuestProcesses processes;
    private final GuestConnections connections;
    private final DiskCopies copies;
    private final ControlGroups groups;
    private final GuestNics nics;

    /**
     * What a host offers.
     *
     * @param host its name
     * @param stateDir where its guests and images live
     * @param controlGroup below which the guests' control groups are made; nobody else makes any there
     * @param hostStart tells this start of a simulated host from the one before; empty on a real machine
     * @param vcpus offered; 0 for the machine's, ramMib and diskGib likewise
     * @param imageCacheBytes above which unused bases are dropped
     */
    public record Setup(
            String host,
            Path stateDir,
            String controlGroup,
            String hostStart,
            int vcpus,
            int ramMib,
            int diskGib,
            long imageCacheBytes) {}

    /** @throws GuestFailure when the machine cannot run guests */
    public QemuHypervisor(
            Setup setup,
            ImageService imageService,
            Consumer<ConversionReport> conversions,
            HostSwitch hostSwitch,
            SecretBox secrets,
            Clock clock) {
        AtomicFiles.privateFolder(setup.stateDir());
        this.guests = setup.stateDir().resolve("guests");
        AtomicFiles.privateFolder(guests);
        String machine = HostInspection.bootId();
        this.bootId = setup.hostStart().isEmpty() ? machine : machine + '/' + setup.hostStart();
        int version = HostInspection.qemuVersion();
        Accelerator accelerator = new AcceleratorTest(setup.stateDir())
                .find("%s %s %d %s".formatted(machine, HostInspection.kernel(), version, Kvm.usable()));
        this.facts = HostInspection.facts(
                setup.vcpus(), setup.ramMib(), setup.diskGib(), setup.stateDir(), accelerator, version);
        String key = SocketFolder.key(setup.stateDir());
        this.processes = new GuestProcesses(key);
        Path sockets = SocketFolder.of(guests, key);
        this.connections = new GuestConnections(guests, sockets, processes);
        this.nics = new GuestNics(hostSwitch, connections, sockets);
        this.images = new ImageCache(
                setup.stateDir().resolve("images"),
                imageService,
                new Conversions(setup.host(), clock, QemuImg::toRaw, conversions),
                setup.imageCacheBytes(),
                this::referencedBases);
        this.disks = new GuestDisks(images, secrets, clock, version);
        this.groups = ControlGroups.ofThisHost(setup.controlGroup());
        this.launcher = new GuestLauncher(images, processes, accelerator, groups);
        this.copies = new DiskCopies(images, processes, connections);
        processes.scan();
    }

    @Override
    public HostFacts facts() {
        return facts;
    }

    @Override
    public void forgetImages(Predicate<UUID> exists) {
        images.keepOnly(exists);
    }

    @Override
    public HostUsage usage() {
        int running = 0;
        int ram = 0;
        for (UUID server : connections.connected()) {
            Vm vm = folder(server).vm();
            if (vm != null && processes.alive(server)) {
                running++;
                ram += vm.ramMib();
            }
        }
        return new HostUsage(
                running,
                ram,
                HostInspection.freeGib(guests),
                HostInspection.loadAverage(),
                HostInspection.uptimeSeconds());
    }

    @Override
    public Set<UUID> present() {
        groups.sweep();
        Set<UUID> all = new HashSet<>(processes.scan());
        all.addAll(folders());
        all.addAll(nics.servers());
        return all;
    }

    private Set<UUID> folders() {
        Set<UUID> all = new HashSet<>();
        try (Stream<Path> entries = Files.list(guests)) {
            entries.forEach(entry -> {
                try {
                    all.add(UUID.fromString(entry.getFileName().toString()));
                } catch (IllegalArgumentException e) {
                    LOG.warnf("Not a guest's folder: %s", entry);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private Set<String> referencedBases() {
        Set<String> names = new HashSet<>();
        for (UUID server : folders()) {
            Vm vm = folder(server).vm();
            if (vm != null && vm.base() != null) {
                names.add(vm.base());
            }
        }
        return names;
    }

    @Override
    public ActualGuest observe(UUID server) {
        GuestFolder folder = folder(server);
        boolean alive = processes.alive(server);
        if (!alive) {
            connections.forget(server);
            return ActualGuest.withoutProcess(
                    folder.exists() || nics.anythingLeft(server),
                    folder.exists() ? folder.record() : GuestRecord.NONE,
                    bootId,
                    size(folder));
        }
        Machine machine = connections.machine(server);
        GuestNics.Found found = nics.of(server, machine);
        return new ActualGuest(machine, true, folder.record(), bootId, found.whole(), found.partial(), size(folder));
    }

    private static long size(GuestFolder folder) {
        try {
            return Files.exists(folder.rootDisk()) ? Files.size(folder.rootDisk()) : 0;
        } catch (IOException e) {
            LOG.debugf(e, "The size of %s is unknown", folder.rootDisk());
            return 0;
        }
    }

    @Override
    public void perform(UUID server, Action action, Progress progress) {
        try {
            act(server, folder(server), action, progress);
        } catch (IOException | UncheckedIOException e) {
            throw GuestFailure.passing("VMM_ERROR", "The host could not do this to the server", e);
        }
    }

    private void act(UUID server, GuestFolder folder, Action action, Progress progress) throws IOException {
        switch (action) {
            case Action.PrepareDisks(NodeDesired.Guest order) -> prepare(folder, order, progress);
            case Action.Launch(NodeDesired.Guest order) -> launch(folder, order, progress);
            case Action.PlugNics(NodeDesired.Guest order) -> nics.plug(order, folder.vm(), progress);
            case Action.UnplugNics(Set<UUID> ports) -> nics.unplug(server, ports, progress);
            case Action.LoadMemory() -> {
                connections.get(server).loadMemory(GuestDisks.writable(folder), progress);
                forgetMemory(server, folder, progress);
            }
            case Action.Continue() -> connections.get(server).command("cont");
            case Action.Pause() -> connections.get(server).command("stop");
            case Action.SaveMemory() -> {
                connections.get(server).saveMemory(GuestDisks.writable(folder), progress);
                folder.record(folder.record().withMemorySaved(true));
            }
            case Action.ForgetMemory() -> forgetMemory(server, folder, progress);
            case Action.PressPowerButton() -> connections.get(server).command("system_powerdown");
            case Action.End(Halt halt) -> {
                settle(folder, halt);
                end(server);
            }
            case Action.Settle(Halt halt) -> {
                settle(folder, halt);
                nics.forget(server);
            }
            case Action.PowerCycle(long soft, long hard) -> {
                end(server);
                folder.record(folder.record()
                        .withReboots(soft, hard)
                        .withHalt(null)
                        .withLaunch(null)
                        .withMemorySaved(false));
            }
            case Action.CountReboots(long soft, long hard) ->
                folder.record(folder.record().withReboots(soft, hard).withHalt(null));
            case Action.Acknowledge(long epoch, long generation) ->
                folder.record(folder.record().seen(epoch, generation).withLaunch(new Launch(bootId)));
            case Action.Kill() -> {
                if (folder.exists()) {
                    folder.record(folder.record().withLaunch(null));
                }
                kill(server);
            }
            case Action.RemoveAll() -> {
                kill(server);
                nics.removeAll(server);
                connections.remove(server);
                AtomicFiles.removeTree(folder.disks());
                progress.mark("disks-removed");
                AtomicFiles.removeTree(folder.root());
                groups.sweep();
            }
        }
    }

    private void prepare(GuestFolder folder, NodeDesired.Guest order, Progress progress) {
        if (processes.alive(order.server())) {
            throw GuestFailure.passing("DISK_IN_USE", "The disk is in use");
        }
        boolean first = !folder.exists();
        disks.prepare(folder, order, uids(order.server()), progress);
        GuestRecord record = folder.record()
                .seen(order.epoch(), order.generation())
                .withDisk(order.diskGeneration(), false)
                .withReboots(order.softReboots(), order.hardReboots())
                .withHalt(null)
                .withLaunch(null);
        if (first) {
            folder.firstRecord(record);
        } else {
            folder.record(record);
        }
    }

    private Set<Integer> uids(UUID except) {
        Set<Integer> taken = new HashSet<>();
        for (UUID server : folders()) {
            Vm vm = server.equals(except) ? null : folder(server).vm();
            if (vm != null) {
                taken.add(vm.uid());
            }
        }
        return taken;
    }

    private void launch(GuestFolder folder, NodeDesired.Guest order, Progress progress) throws IOException {
        UUID server = order.server();
        if (processes.alive(server)) {
            throw GuestFailure.passing("ALREADY_RUNNING", "The server runs already");
        }
        disks.configure(folder, order);
        connections.console(server).clear();
        LiveGuest fresh = launcher.launch(
                folder, order, alive -> connections.connect(server, GuestLauncher.START, alive), progress);
        connections.put(server, fresh);
        folder.record(folder.record()
                .seen(order.epoch(), order.generation())
                .withHalt(null)
                .withLaunch(new Launch(bootId)));
    }

    private void forgetMemory(UUID server, GuestFolder folder, Progress progress) throws IOException {
        if (processes.alive(server)) {
            connections.get(server).forgetMemory(GuestDisks.writable(folder), progress);
        }
        folder.record(folder.record().withMemorySaved(false));
    }

    /** Written before the process ends: if we are killed in between, the process is found and ended again. */
    private static void settle(GuestFolder folder, @Nullable Halt halt) {
        folder.record(folder.record().withHalt(halt).withLaunch(null));
    }

    private void end(UUID server) {
        if (processes.alive(server) && quits(server)) {
            forget(server);
        } else {
            kill(server);
        }
    }

    private boolean quits(UUID server) {
        try {
            LiveGuest guest = connections.get(server);
            guest.drainConsole();
            guest.command("quit");
            return processes.endedWithin(server, GOOD_END);
        } catch (IOException e) {
            LOG.debugf(e, "The QEMU of guest %s did not quit in good order", server);
            return processes.endedWithin(server, Duration.ofSeconds(1));
        }
    }

    private void kill(UUID server) {
        processes.kill(server, FORCED_END);
        forget(server);
    }

    private void forget(UUID server) {
        connections.forget(server);
        nics.forget(server);
    }

    @Override
    public byte[] console(UUID server) {
        return folder(server).exists() ? connections.output(server) : new byte[0];
    }

    @Override
    public ByteChannel openConsole(UUID server, ConsoleKind kind) {
        return connections.open(server, kind);
    }

    @Override
    public void copyRootDisk(UUID server, Path target, Progress progress) {
        copies.copy(server, folder(server), target, progress);
    }

    @Override
    public void onChange(Consumer<UUID> newListener) {
        connections.onChange(newListener);
    }

    /** The jail that the guest's QEMU runs in; for the probe that tries to leave it. */
    Jail jailOf(NodeDesired.Guest order) {
        GuestFolder folder = folder(order.server());
        Vm vm = folder.vm();
        if (vm == null) {
            throw new IllegalArgumentException("No such guest");
        }
        return launcher.jail(folder, vm, order);
    }

    private GuestFolder folder(UUID server) {
        return new GuestFolder(guests, server);
    }

    @Override
    public void close() {
        connections.close();
    }
}
