package io.oblako.compute.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The processes of this node's guests, found by looking through /proc for a mark in their environment. The mark stands in
 * the jail's own processes, which run as root outside of the guest's reach, so a guest that took over its QEMU cannot hide.
 */
public final class GuestProcesses {

    /** The environment variable that marks a guest's processes: {@code <node key>/<server>}. */
    public static final String MARK = "OBLAKO_GUEST";

    private static final Logger LOG = Logger.getLogger(GuestProcesses.class);
    private static final Path PROC = Path.of("/proc");
    private static final Set<String> NAMES = Set.of("bwrap", "setsid", "setpriv", "prlimit", "qemu-system-x86");
    private static final int MAX_ENVIRONMENT = 64 * 1024;
    private static final Duration POLL = Duration.ofMillis(5);

    private final String nodeKey;
    private final Map<UUID, Set<ProcessHandle>> found = new ConcurrentHashMap<>();

    /** @param nodeKey tells the guests of this node from those of others on the same machine */
    public GuestProcesses(String nodeKey) {
        this.nodeKey = nodeKey;
    }

    /** The value of {@link #MARK} for a guest. */
    public String mark(UUID server) {
        return nodeKey + "/" + server;
    }

    /** Looks through all processes of the machine. */
    public synchronized Set<UUID> scan() {
        Map<UUID, Set<ProcessHandle>> now = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                look(entry, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // One that was started while we looked stands in a place that we had passed: it must not be taken for dead.
        found.entrySet()
                .removeIf(guest -> !now.containsKey(guest.getKey())
                        && guest.getValue().stream().noneMatch(GuestProcesses::alive));
        now.forEach((server, seen) -> found.merge(server, seen, GuestProcesses::living));
        return Set.copyOf(now.keySet());
    }

    private static Set<ProcessHandle> living(Set<ProcessHandle> known, Set<ProcessHandle> seen) {
        return Stream.concat(known.stream(), seen.stream())
                .filter(GuestProcesses::alive)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void look(Path entry, Map<UUID, Set<ProcessHandle>> now) {
        try {
            String name = Files.readString(entry.resolve("comm")).trim();
            if (!NAMES.contains(name)) {
                return;
            }
            byte[] environment;
            try (var in = Files.newInputStream(entry.resolve("environ"))) {
                environment = in.readNBytes(MAX_ENVIRONMENT);
            }
            String prefix = MARK + "=" + nodeKey + "/";
            for (String variable : new String(environment, StandardCharsets.UTF_8).split("\0")) {
                if (variable.startsWith(prefix)) {
                    long pid = Long.parseLong(entry.getFileName().toString());
                    UUID server = UUID.fromString(variable.substring(prefix.length()));
                    ProcessHandle.of(pid)
                            .ifPresent(handle -> now.computeIfAbsent(server, _ -> new HashSet<>())
                                    .add(handle));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.tracef(e, "Process %s ended while it was looked at", entry);
        }
    }

    /** Remembers a process that was just started. */
    public void started(UUID server, ProcessHandle handle) {
        found.put(server, Set.of(handle));
    }

    /** Whether a process of the guest was alive when last scanned or started, and still is. */
    public boolean alive(UUID server) {
        return found.getOrDefault(server, Set.of()).stream().anyMatch(GuestProcesses::alive);
    }

    /** Ends all processes of the guest by force and waits until they are gone. */
    public void kill(UUID server, Duration atMost) {
        scan();
        Set<ProcessHandle> all = new HashSet<>();
        for (ProcessHandle handle : found.getOrDefault(server, Set.of())) {
            all.add(handle);
            handle.descendants().forEach(all::add);
        }
        all.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + atMost.toNanos();
        while (all.stream().anyMatch(GuestProcesses::alive)) {
            if (System.nanoTime() - deadline > 0) {
                throw new UncheckedIOException(new IOException("Processes of guest " + server + " do not end"));
            }
            pause();
        }
        found.remove(server);
    }

    /** Waits for the guest's processes to end by themselves. */
    public boolean endedWithin(UUID server, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (alive(server)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** A zombie is not alive: whoever ought to reap it may never do so. */
    private static boolean alive(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(handle.pid())).resolve("stat"));
            int end = stat.lastIndexOf(')');
            return end > 0 && end + 2 < stat.length() && stat.charAt(end + 2) != 'Z';
        } catch (IOException e) {
            LOG.tracef(e, "Process %d is gone", handle.pid());
            return false;
        }
    }
}
