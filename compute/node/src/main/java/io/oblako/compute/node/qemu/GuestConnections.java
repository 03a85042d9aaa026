package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.qmp.GuestSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The monitors of the guests that run: connected when needed, and again after each break. Thread-safe. */
final class GuestConnections implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GuestConnections.class);
    private static final Duration RECONNECT = Duration.ofSeconds(3);
    /** A busy machine may keep QEMU from answering for a while; only then is it called silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Whoever opens a console would rather wait for a QEMU that waits for its disk than ask again. */
    private static final Duration CONSOLE_PATIENCE = Duration.ofSeconds(45);

    private static final Duration CONSOLE_ROUND = Duration.ofSeconds(1);

    private final Path guests;
    private final Path sockets;
    private final GuestProcesses processes;
    private final Map<UUID, LiveGuest> live = new ConcurrentHashMap<>();
    private final Map<UUID, Object> connecting = new ConcurrentHashMap<>();
    private final Map<UUID, ConsoleLog> consoles = new ConcurrentHashMap<>();
    private final Map<UUID, SerialLine> lines = new ConcurrentHashMap<>();
    private final Map<UUID, LastSeen> lastSeen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService consoleRounds;
    private volatile Consumer<UUID> listener = _ -> {};

    private record LastSeen(Machine machine, long atNanos) {}

    /** @param sockets another name of the folder of all guests, short enough for sockets */
    GuestConnections(Path guests, Path sockets, GuestProcesses processes) {
        this.guests = guests;
        this.sockets = sockets;
        this.processes = processes;
        this.consoleRounds = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("consoles").daemon(true).factory());
        var _ = consoleRounds.scheduleWithFixedDelay(
                this::drainConsoles, CONSOLE_ROUND.toMillis(), CONSOLE_ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    void onChange(Consumer<UUID> newListener) {
        listener = newListener;
    }

    /** The guests that we are connected to. */
    Set<UUID> connected() {
        return Set.copyOf(live.keySet());
    }

    void put(UUID server, LiveGuest guest) {
        LiveGuest before = live.put(server, guest);
        if (before != null) {
            before.close();
        }
    }

    /** What a living process is doing. */
    Machine machine(UUID server) {
        try {
            Machine machine = get(server).status();
            lastSeen.put(server, new LastSeen(machine, System.nanoTime()));
            return machine;
        } catch (IOException e) {
            if (!processes.alive(server)) {
                forget(server);
                return Machine.NONE;
            }
            LOG.warnf("The QEMU of guest %s does not answer: %s", server, e.getMessage());
            LiveGuest broken = live.remove(server);
            if (broken != null) {
                broken.close();
            }
            LastSeen last = lastSeen.computeIfAbsent(server, _ -> new LastSeen(Machine.SILENT, System.nanoTime()));
            boolean recent = System.nanoTime() - last.atNanos() < PATIENCE.toNanos();
            return recent ? last.machine() : Machine.SILENT;
        }
    }

    /**
     * The connection to a guest, made anew when there is none. One caller makes it and the others wait: QEMU has two monitors
     * that greet one client each, and a connection that nobody knows would hold one for good.
     */
    LiveGuest get(UUID server) throws IOException {
        synchronized (connecting.computeIfAbsent(server, _ -> new Object())) {
            LiveGuest known = live.get(server);
            if (known != null && known.open()) {
                return known;
            }
            LiveGuest fresh = connect(server, RECONNECT, () -> processes.alive(server));
            put(server, fresh);
            return fresh;
        }
    }

    /** Connects to a process that may only just have started. */
    LiveGuest connect(UUID server, Duration timeout, BooleanSupplier alive) throws IOException {
        return LiveGuest.connect(run(server), timeout, alive, console(server), () -> listener.accept(server));
    }

    /** Its process is gone. */
    void forget(UUID server) {
        lastSeen.remove(server);
        endLine(server);
        LiveGuest gone = live.remove(server);
        if (gone != null) {
            gone.close();
        }
    }

    /** The newest output of the guest's serial port. */
    byte[] output(UUID server) {
        try {
            LiveGuest guest = live.get(server);
            if (guest != null && guest.open()) {
                guest.drainConsole();
            }
        } catch (IOException e) {
            LOG.debugf(e, "The console of guest %s could not be read just now", server);
        }
        try {
            return console(server).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line to a console, as {@link io.oblako.compute.node.hypervisor.Hypervisor#openConsole} has it. */
    ByteChannel open(UUID server, ConsoleKind kind) {
        long deadline = System.nanoTime() + CONSOLE_PATIENCE.toNanos();
        while (true) {
            if (!processes.alive(server)) {
                throw GuestFailure.passing(GuestFailure.NOT_RUNNING, "The server does not run");
            }
            try {
                return switch (kind) {
                    case SERIAL -> serialLine(server);
                    case SCREEN -> socket(server, QemuArguments.SCREEN_SOCKET);
                };
            } catch (IOException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw GuestFailure.passing("NO_CONSOLE", "The server's console cannot be reached", e);
                }
                LOG.debugf(e, "The console of guest %s is tried once more", server);
                processes.endedWithin(server, CONSOLE_ROUND);
            }
        }
    }

    /** The log's lock orders this with the rounds that read it and with the end of another line. */
    private SerialLine serialLine(UUID server) throws IOException {
        ConsoleLog log = console(server);
        synchronized (log) {
            SerialLine before = lines.get(server);
            if (before != null) {
                before.close();
            }
            get(server).leadConsoleTo(QemuArguments.RUN + "/" + QemuArguments.SERIAL_SOCKET);
            SerialLine line =
                    new SerialLine(socket(server, QemuArguments.SERIAL_SOCKET), log, () -> lineEnded(server, log));
            lines.put(server, line);
            return line;
        }
    }

    private void lineEnded(UUID server, ConsoleLog log) {
        synchronized (log) {
            lines.remove(server);
            keepConsole(server);
        }
    }

    private SocketChannel socket(UUID server, String name) throws IOException {
        return GuestSocket.connect(
                run(server).resolve(name), System.nanoTime() + RECONNECT.toNanos(), () -> processes.alive(server));
    }

    private Path run(UUID server) {
        return sockets.resolve(server.toString()).resolve("run");
    }

    ConsoleLog console(UUID server) {
        return consoles.computeIfAbsent(server, id -> new ConsoleLog(new GuestFolder(guests, id).console()));
    }

    /** Nothing is left of the guest. */
    void remove(UUID server) {
        forget(server);
        consoles.remove(server);
        connecting.remove(server);
    }

    private void drainConsoles() {
        live.keySet().forEach(this::keepConsole);
    }

    /** Reads what QEMU kept. It keeps nothing when a daemon before us died at a line: then it does so again. */
    private void keepConsole(UUID server) {
        LiveGuest guest = live.get(server);
        if (guest == null) {
            return;
        }
        synchronized (console(server)) {
            try {
                if (!guest.drainConsole() && !lines.containsKey(server)) {
                    guest.keepConsole();
                }
            } catch (IOException | RuntimeException e) {
                LOG.debugf(e, "The console of guest %s could not be read just now", server);
            }
        }
    }

    private void endLine(UUID server) {
        SerialLine line = lines.get(server);
        if (line == null) {
            return;
        }
        try {
            line.close();
        } catch (IOException e) {
            LOG.debugf(e, "The serial line of guest %s did not end in good order", server);
        }
    }

    @Override
    public void close() {
        listener = _ -> {};
        consoleRounds.shutdownNow();
        lines.keySet().forEach(this::endLine);
        live.values().forEach(LiveGuest::close);
        live.clear();
    }
}
