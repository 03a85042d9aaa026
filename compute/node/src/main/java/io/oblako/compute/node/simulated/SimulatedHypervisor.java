package io.oblako.compute.node.simulated;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.disk.Qcow2;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.compute.node.hypervisor.GuestRecord.Launch;
import io.oblako.compute.node.hypervisor.HostFacts;
import io.oblako.compute.node.hypervisor.HostUsage;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.Progress;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A machine that exists only in memory and behaves as the real one, for tests of scale and for simulation. It stands for
 * the machine and not for the daemon: hand the same object to a second {@code Node} and that finds the guests of the first.
 * Memory is represented by {@link #beats}: it counts up while a guest runs and survives what memory survives.
 */
public final class SimulatedHypervisor implements Hypervisor {

    private static final int MAX_CONSOLE = 64 * 1024;

    /** Called before and after each effect; may throw, as if the daemon were killed right there. */
    public interface Gate {

        Gate OPEN = (_, _, _) -> {};

        void pass(UUID server, Action action, boolean done);
    }

    private final HostFacts facts;
    private final Map<UUID, Guest> guests = new ConcurrentHashMap<>();
    private volatile Consumer<UUID> listener = _ -> {};
    private volatile Gate gate = Gate.OPEN;
    private volatile String bootId = UUID.randomUUID().toString();

    /** Everything about one simulated guest. Guarded by itself. */
    private static final class Guest {
        private GuestRecord record = GuestRecord.NONE;
        private Machine machine = Machine.NONE;
        private boolean deaf;
        private int ramMib;
        private long virtualBytes = 1;
        private int beats;
        private int savedBeats;
        private Set<UUID> nics = Set.of();
        private int starts;
        private final StringBuilder console = new StringBuilder();
        private final AtomicReference<@Nullable SimulatedLine> serial = new AtomicReference<>();
    }

    public SimulatedHypervisor(int vcpus, int ramMib, int diskGib) {
        this.facts = new HostFacts(
                vcpus,
                ramMib,
                diskGib,
                "x86_64",
                "simulated",
                Set.of("COMPUTE_ACCEL_TCG", "COMPUTE_SIMULATED", "HW_CPU_X86_SSE42"),
                "simulated",
                1_000_000,
                Map.of(
                        "arch", "x86_64",
                        "model", "simulated",
                        "vendor", "Oblako",
                        "features", List.of(),
                        "topology", Map.of("cells", 1, "sockets", 1, "cores", vcpus, "threads", 1)));
    }

    public void gate(Gate newGate) {
        gate = newGate;
    }

    @Override
    public HostFacts facts() {
        return facts;
    }

    /** Simulated disks are made of nothing, so there is nothing to let go of. */
    @Override
    public void forgetImages(Predicate<UUID> exists) {}

    @Override
    public HostUsage usage() {
        int running = 0;
        int ram = 0;
        for (Guest guest : guests.values()) {
            synchronized (guest) {
                if (guest.machine != Machine.NONE) {
                    running++;
                    ram += guest.ramMib;
                }
            }
        }
        return new HostUsage(running, ram, facts.diskGib(), 0, 0);
    }

    @Override
    public Set<UUID> present() {
        // In a fixed order: a simulation must follow from its seed alone.
        return new TreeSet<>(guests.keySet());
    }

    @Override
    public ActualGuest observe(UUID server) {
        Guest guest = guests.get(server);
        if (guest == null) {
            return ActualGuest.withoutProcess(false, GuestRecord.NONE, bootId, 0);
        }
        synchronized (guest) {
            Set<UUID> nics = guest.machine == Machine.NONE ? Set.of() : guest.nics;
            return new ActualGuest(guest.machine, true, guest.record, bootId, nics, Set.of(), 196_608);
        }
    }

    @Override
    public void perform(UUID server, Action action, Progress progress) {
        gate.pass(server, action, false);
        if (action instanceof Action.RemoveAll) {
            guests.remove(server);
        } else {
            Guest guest = guests.computeIfAbsent(server, _ -> new Guest());
            synchronized (guest) {
                effect(guest, action, progress);
            }
        }
        gate.pass(server, action, true);
    }

    private void effect(Guest guest, Action action, Progress progress) {
        switch (action) {
            case Action.PrepareDisks(NodeDesired.Guest order) -> prepare(guest, order, progress);
            case Action.Launch(NodeDesired.Guest order) -> launch(guest, order, progress);
            case Action.PlugNics(NodeDesired.Guest order) ->
                guest.nics = order.spec().nics().stream().map(Nic::port).collect(toUnmodifiableSet());
            case Action.UnplugNics(Set<UUID> ports) ->
                guest.nics = guest.nics.stream()
                        .filter(port -> !ports.contains(port))
                        .collect(toUnmodifiableSet());
            case Action.LoadMemory() -> {
                require(guest, Machine.READY);
                guest.beats = guest.savedBeats;
                guest.record = guest.record.withMemorySaved(false);
            }
            case Action.Continue() -> run(guest);
            case Action.Pause() -> {
                require(guest, Machine.RUNNING);
                guest.machine = Machine.PAUSED;
            }
            case Action.SaveMemory() -> {
                require(guest, Machine.PAUSED);
                guest.savedBeats = guest.beats;
                guest.record = guest.record.withMemorySaved(true);
            }
            case Action.ForgetMemory() -> guest.record = guest.record.withMemorySaved(false);
            case Action.PressPowerButton() -> {
                if (guest.machine == Machine.RUNNING && !guest.deaf) {
                    say(guest, "Power button pressed. The system is going down.");
                    guest.machine = Machine.SHUT_DOWN;
                }
            }
            case Action.End(GuestRecord.Halt halt) -> {
                guest.record = guest.record.withHalt(halt).withLaunch(null);
                guest.machine = Machine.NONE;
            }
            case Action.Settle(GuestRecord.Halt halt) ->
                guest.record = guest.record.withHalt(halt).withLaunch(null);
            case Action.PowerCycle(long soft, long hard) -> {
                guest.machine = Machine.NONE;
                guest.record = guest.record
                        .withReboots(soft, hard)
                        .withHalt(null)
                        .withLaunch(null)
                        .withMemorySaved(false);
            }
            case Action.CountReboots(long soft, long hard) ->
                guest.record = guest.record.withReboots(soft, hard).withHalt(null);
            case Action.Acknowledge(long epoch, long generation) -> guest.record = guest.record.seen(epoch, generation);
            case Action.Kill() -> {
                guest.machine = Machine.NONE;
                guest.record = guest.record.withLaunch(null);
            }
            case Action.RemoveAll() -> throw new IllegalStateException("handled before");
        }
    }

    private static void prepare(Guest guest, NodeDesired.Guest order, Progress progress) {
        progress.checkpoint();
        if (guest.machine != Machine.NONE) {
            throw GuestFailure.passing("DISK_IN_USE", "The disk is in use");
        }
        guest.virtualBytes = Math.max(1, order.spec().rootDiskBytes());
        guest.record = guest.record
                .seen(order.epoch(), order.generation())
                .withDisk(order.diskGeneration(), false)
                .withReboots(order.softReboots(), order.hardReboots())
                .withHalt(null)
                .withLaunch(null);
    }

    private void launch(Guest guest, NodeDesired.Guest order, Progress progress) {
        if (guest.machine != Machine.NONE) {
            throw GuestFailure.passing("ALREADY_RUNNING", "The server runs already");
        }
        guest.ramMib = order.spec().ramMib();
        guest.beats = 0;
        guest.starts++;
        guest.machine = Machine.READY;
        guest.nics = Set.of();
        guest.record = guest.record
                .seen(order.epoch(), order.generation())
                .withHalt(null)
                .withLaunch(new Launch(bootId));
        progress.mark("exec");
    }

    private static void run(Guest guest) {
        if (guest.machine == Machine.READY && guest.beats == 0) {
            say(guest, "Oblako simulated guest\nlogin: ");
        }
        if (guest.machine != Machine.READY && guest.machine != Machine.PAUSED && guest.machine != Machine.RUNNING) {
            throw GuestFailure.passing("NOT_RUNNABLE", "The server cannot run on", guest.machine.name());
        }
        guest.machine = Machine.RUNNING;
        guest.beats++;
    }

    private static void require(Guest guest, Machine machine) {
        if (guest.machine != machine) {
            throw GuestFailure.passing("WRONG_STATE", "The server is not in the right state", guest.machine.name());
        }
    }

    private static void say(Guest guest, String line) {
        guest.console.append(line).append('\n');
        if (guest.console.length() > MAX_CONSOLE) {
            guest.console.delete(0, guest.console.length() - MAX_CONSOLE);
        }
    }

    @Override
    public byte[] console(UUID server) {
        Guest guest = guests.get(server);
        if (guest == null) {
            return new byte[0];
        }
        synchronized (guest) {
            return guest.console.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public ByteChannel openConsole(UUID server, ConsoleKind kind) {
        if (!runs(server)) {
            throw GuestFailure.passing(GuestFailure.NOT_RUNNING, "The server does not run");
        }
        SimulatedLine line = new SimulatedLine(kind, () -> runs(server));
        if (kind == ConsoleKind.SERIAL) {
            SimulatedLine before = known(server).serial.getAndSet(line);
            if (before != null) {
                before.close();
            }
        }
        return line;
    }

    private boolean runs(UUID server) {
        Guest guest = guests.get(server);
        if (guest == null) {
            return false;
        }
        synchronized (guest) {
            return guest.machine != Machine.NONE;
        }
    }

    @Override
    public void copyRootDisk(UUID server, Path target, Progress progress) {
        Guest guest = guests.get(server);
        if (guest == null) {
            throw GuestFailure.permanent("NO_DISK", "The server has no disk");
        }
        progress.checkpoint();
        try {
            long size;
            synchronized (guest) {
                size = guest.virtualBytes;
            }
            Qcow2.create(target, size);
            progress.bytes(size, size);
        } catch (IOException e) {
            throw GuestFailure.passing("COPY_FAILED", "The disk could not be copied", e);
        }
    }

    @Override
    public void onChange(Consumer<UUID> newListener) {
        listener = newListener;
    }

    @Override
    public void close() {
        listener = _ -> {};
    }

    // What happens to guests from outside or by themselves.

    /** The guest powers itself off. */
    public void powersItselfOff(UUID server) {
        change(server, Machine.RUNNING, Machine.SHUT_DOWN);
    }

    /** The guest's kernel panics. */
    public void panics(UUID server) {
        change(server, Machine.RUNNING, Machine.PANICKED);
    }

    /** The process is killed. */
    public void dies(UUID server) {
        change(server, null, Machine.NONE);
    }

    /** The guest does not hear the power button any more. */
    public void goesDeaf(UUID server) {
        Guest guest = known(server);
        synchronized (guest) {
            guest.deaf = true;
        }
    }

    /** The whole machine loses power and comes back. */
    public void losesPower() {
        bootId = UUID.randomUUID().toString();
        for (Guest guest : guests.values()) {
            synchronized (guest) {
                guest.machine = Machine.NONE;
            }
        }
    }

    /** How often the processors were set going since the memory was fresh. */
    public int beats(UUID server) {
        Guest guest = known(server);
        synchronized (guest) {
            return guest.beats;
        }
    }

    /** How many processes the guest has had. */
    public int starts(UUID server) {
        Guest guest = known(server);
        synchronized (guest) {
            return guest.starts;
        }
    }

    private void change(UUID server, @Nullable Machine from, Machine to) {
        Guest guest = known(server);
        synchronized (guest) {
            if (from == null || guest.machine == from) {
                guest.machine = to;
            }
        }
        listener.accept(server);
    }

    private Guest known(UUID server) {
        Guest guest = guests.get(server);
        if (guest == null) {
            throw new IllegalArgumentException("No such guest");
        }
        return guest;
    }
}
