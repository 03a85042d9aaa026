package io.oblako.compute.node.qemu;

import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.process.GuestProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Switches off a host's guests because the host itself goes down, all at once: power button, a bounded wait, the end of the
 * process. No daemon runs beside it. Nothing is written down, so that the host finds at its next start that the guests ran
 * when it went down, and does with them what its settings say.
 */
public final class GuestsShutdown {

    private static final Logger LOG = Logger.getLogger(GuestsShutdown.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration GOOD_END = Duration.ofSeconds(5);
    private static final Duration FORCED_END = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path guests;
    private final Path sockets;
    private final GuestProcesses processes;
    private final Duration patience;

    /**
     * How it went.
     *
     * @param poweredDown guests that followed the power button
     * @param ended those that did not, or could not because they were paused
     */
    public record Outcome(int poweredDown, int ended) {}

    /**
     * @param stateDir of the host's daemon
     * @param patience how long guests may take to follow the power button
     */
    public GuestsShutdown(Path stateDir, Duration patience) {
        String key = SocketFolder.key(stateDir);
        this.guests = stateDir.resolve("guests");
        this.sockets = SocketFolder.of(guests, key);
        this.processes = new GuestProcesses(key);
        this.patience = patience;
    }

    /** Returns when no process of a guest is left. */
    public Outcome run() {
        int poweredDown = 0;
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (UUID server : processes.scan()) {
                all.add(each.submit(() -> switchOff(server)));
            }
        }
        for (Future<Boolean> one : all) {
            try {
                poweredDown += one.get() ? 1 : 0;
            } catch (ExecutionException | CancellationException e) {
                LOG.error("A guest could not be switched off", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new Outcome(poweredDown, all.size() - poweredDown);
    }

    /** @return whether the guest followed the power button */
    private boolean switchOff(UUID server) {
        boolean followed = false;
        var console = new ConsoleLog(new GuestFolder(guests, server).console());
        Path run = sockets.resolve(server.toString()).resolve("run");
        try (LiveGuest guest = LiveGuest.connect(run, CONNECT, () -> processes.alive(server), console, () -> {})) {
            if (guest.status() == Machine.RUNNING) {
                guest.command("system_powerdown");
                followed = settles(guest);
            }
            guest.drainConsole();
            guest.command("quit");
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("The QEMU of guest %s does not answer: %s", server, e.getMessage());
        }
        if (!processes.endedWithin(server, GOOD_END)) {
            processes.kill(server, FORCED_END);
        }
        return followed;
    }

    private boolean settles(LiveGuest guest) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (guest.status() == Machine.RUNNING) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return guest.status() == Machine.SHUT_DOWN;
    }
}
