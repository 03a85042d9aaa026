package io.oblako.compute.node.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.qmp.QmpClient;
import io.oblako.compute.node.qmp.QmpRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** A QEMU process that we talk to. Thread-safe. */
final class LiveGuest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveGuest.class);

    static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration JOB = Duration.ofMinutes(30);
    private static final Duration JOB_POLL = Duration.ofMillis(20);
    private static final Duration JOB_POLL_MOST = Duration.ofMillis(500);
    /** The character device behind the first serial port. */
    private static final String PORT = "console";

    private static final int READ_BYTES = 64 * 1024;
    private static final int MAX_READS = 8;
    /** One snapshot of a guest at most: its memory while it is suspended. */
    private static final String MEMORY = "oblako-memory";

    private final QmpClient qmp;
    private final ConsoleLog console;

    private LiveGuest(QmpClient qmp, ConsoleLog console) {
        this.qmp = qmp;
        this.console = console;
    }

    /** Connects to the first monitor, or to the second when somebody else holds the first. */
    static LiveGuest connect(Path run, Duration timeout, BooleanSupplier alive, ConsoleLog console, Runnable changed)
            throws IOException {
        try {
            return connect(run.resolve("qmp.sock"), timeout, alive, console, changed, true);
        } catch (IOException first) {
            LOG.debugf(first, "The first monitor of %s does not answer", run);
            return connect(run.resolve("rescue.sock"), Duration.ofSeconds(1), alive, console, changed, true);
        }
    }

    private static LiveGuest connect(
            Path socket, Duration timeout, BooleanSupplier alive, ConsoleLog console, Runnable changed, boolean events)
            throws IOException {
        QmpClient qmp = QmpClient.connect(
                socket,
                timeout,
                alive,
                event -> {
                    if (events && interesting(event.name())) {
                        LOG.debugf("%s: %s %s", socket, event.name(), event.data());
                        changed.run();
                    }
                },
                changed);
        return new LiveGuest(qmp, console);
    }

    private static boolean interesting(String event) {
        return switch (event) {
            case "SHUTDOWN", "STOP", "RESUME", "GUEST_PANICKED", "BLOCK_IO_ERROR" -> true;
            default -> false;
        };
    }

    boolean open() {
        return qmp.open();
    }

    /** @throws IOException when QEMU does not answer */
    Machine status() throws IOException {
        return switch (qmp.execute("query-status", QUICK).path("status").asText()) {
            case "prelaunch", "inmigrate" -> Machine.READY;
            case "running", "suspended", "debug" -> Machine.RUNNING;
            case "paused", "save-vm", "restore-vm", "finish-migrate", "postmigrate", "io-error", "colo" ->
                Machine.PAUSED;
            case "shutdown" -> Machine.SHUT_DOWN;
            case "guest-panicked", "internal-error" -> Machine.PANICKED;
            default -> Machine.SILENT;
        };
    }

    void command(String name) throws IOException {
        qmp.execute(name, QUICK);
    }

    void command(String name, Map<String, ?> arguments) throws IOException {
        qmp.execute(name, arguments, QUICK);
    }

    /** A command that may be refused because there is nothing to do. */
    void tryCommand(String name, Map<String, ?> arguments) throws IOException {
        try {
            qmp.execute(name, arguments, QUICK);
        } catch (QmpRefused e) {
            LOG.debugf("Nothing to do: %s", e.getMessage());
        }
    }

    /** Ids of the devices that the machine has now and that were given one. */
    Set<String> devices() throws IOException {
        Set<String> ids = new HashSet<>();
        for (JsonNode device : qmp.execute("qom-list", Map.of("path", "/machine/peripheral"), QUICK)) {
            ids.add(device.path("name").asText());
        }
        return ids;
    }

    /**
     * Moves what the guest has written since the last time into the log.
     *
     * @return whether QEMU keeps the output; false while the serial port leads to a line instead
     */
    boolean drainConsole() throws IOException {
        synchronized (console) {
            for (int i = 0; i < MAX_READS; i++) {
                JsonNode read;
                try {
                    read = qmp.execute(
                            "ringbuf-read", Map.of("device", PORT, "size", READ_BYTES, "format", "base64"), QUICK);
                } catch (QmpRefused e) {
                    LOG.debugf("The serial port keeps nothing: %s", e.getMessage());
                    return false;
                }
                byte[] bytes = Base64.getDecoder().decode(read.asText());
                console.append(bytes);
                if (bytes.length < READ_BYTES) {
                    break;
                }
            }
            return true;
        }
    }

    /**
     * The serial port leads to a socket from now on; what was kept is in the log. Repeatable: an earlier try may have been
     * carried out after nobody waited for it any more, and its listener takes the socket's name away when it ends.
     */
    void leadConsoleTo(String socketInJail) throws IOException {
        synchronized (console) {
            keepConsole();
            Map<String, ?> address = Map.of("type", "unix", "data", Map.of("path", socketInJail));
            changePort("socket", Map.of("addr", address, "server", true, "wait", false));
        }
    }

    /** QEMU keeps the serial port's output again. Repeatable. */
    void keepConsole() throws IOException {
        synchronized (console) {
            if (!drainConsole()) {
                changePort("ringbuf", Map.of("size", QemuArguments.CONSOLE_RING_BYTES));
            }
        }
    }

    private void changePort(String type, Map<String, ?> data) throws IOException {
        qmp.execute("chardev-change", Map.of("id", PORT, "backend", Map.of("type", type, "data", data)), QUICK);
    }

    /** Keeps memory and device state inside the root disk; an older one is replaced. */
    void saveMemory(List<String> disks, Progress progress) throws IOException {
        forgetMemory(disks, progress);
        job("snapshot-save", Map.of("tag", MEMORY, "vmstate", "root", "devices", disks), progress);
    }

    void loadMemory(List<String> disks, Progress progress) throws IOException {
        job("snapshot-load", Map.of("tag", MEMORY, "vmstate", "root", "devices", disks), progress);
    }

    /** Repeatable: when nothing is saved, nothing is done. */
    void forgetMemory(List<String> disks, Progress progress) throws IOException {
        job("snapshot-delete", Map.of("tag", MEMORY, "devices", disks), progress);
    }

    /** Copies the root disk, as it is now, into an empty qcow2 image that the jail can write. */
    void copyRoot(String fileInJail, Progress progress) throws IOException {
        String node = "copy";
        deleteNode(node);
        deleteNode(node + "-file");
        qmp.execute(
                "blockdev-add",
                Map.of("driver", "file", "node-name", node + "-file", "filename", fileInJail, "discard", "unmap"),
                QUICK);
        try {
            qmp.execute(
                    "blockdev-add",
                    Map.of(
                            "driver", "qcow2",
                            "node-name", node,
                            "file", node + "-file",
                            "discard", "unmap",
                            "detect-zeroes", "unmap"),
                    QUICK);
            job("blockdev-backup", Map.of("device", "root", "target", node, "sync", "full"), progress);
        } finally {
            deleteNode(node);
            deleteNode(node + "-file");
        }
    }

    private void deleteNode(String node) throws IOException {
        tryCommand("blockdev-del", Map.of("node-name", node));
    }

    /** Starts a job, waits for its end and takes its result away. */
    private void job(String command, Map<String, Object> arguments, Progress progress) throws IOException {
        String id = "oblako-" + command;
        dismiss(id);
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("job-id", id);
        if (command.equals("blockdev-backup")) {
            all.put("auto-dismiss", false);
        }
        qmp.execute(command, all, QUICK);
        long deadline = System.nanoTime() + JOB.toNanos();
        Duration pause = JOB_POLL;
        while (true) {
            JsonNode job = find(id);
            progress.bytes(
                    job.path("current-progress").asLong(),
                    job.path("total-progress").asLong());
            if (job.path("status").asText().equals("concluded")) {
                dismiss(id);
                String error = job.path("error").asText("");
                if (!error.isEmpty()) {
                    throw GuestFailure.passing("DISK_JOB_FAILED", "The disk could not be processed", error);
                }
                return;
            }
            if (progress.cancelled() || System.nanoTime() - deadline > 0) {
                qmp.execute("job-cancel", Map.of("id", id), QUICK);
                if (!progress.cancelled()) {
                    throw new IOException("The job %s did not end within %s".formatted(command, JOB));
                }
                throw GuestFailure.cancelled();
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(JOB_POLL_MOST) < 0 ? pause.multipliedBy(2) : JOB_POLL_MOST;
        }
    }

    private JsonNode find(String id) throws IOException {
        for (JsonNode job : qmp.execute("query-jobs", QUICK)) {
            if (job.path("id").asText().equals(id)) {
                return job;
            }
        }
        throw new IOException("The job %s vanished".formatted(id));
    }

    private void dismiss(String id) throws IOException {
        tryCommand("job-dismiss", Map.of("id", id));
    }

    static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        qmp.close();
    }
}
