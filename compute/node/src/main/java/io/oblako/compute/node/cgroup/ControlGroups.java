package io.oblako.compute.node.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A control group for each guest: what all its processes together may take of the host, so that one that goes wild, or was
 * taken over, slows down nobody but itself. A host without usable control groups runs on without them and says so once.
 * Thread-safe.
 */
public final class ControlGroups {

    /** For drivers and tests that limit nothing. */
    public static final ControlGroups NONE = new ControlGroups(null);

    private static final Logger LOG = Logger.getLogger(ControlGroups.class);
    /** A guest's first processes start each other one by one: two rounds find all, further ones are for bad luck. */
    private static final int MOST_ROUNDS = 20;

    private final @Nullable CgroupLayout layout;

    private ControlGroups(@Nullable CgroupLayout layout) {
        this.layout = layout;
    }

    /**
     * Those of this host.
     *
     * @param name of the group below which those of the guests are made; nobody else makes groups there
     */
    public static ControlGroups ofThisHost(String name) {
        return of(Path.of("/proc/self"), name);
    }

    static ControlGroups of(Path proc, String name) {
        try {
            CgroupLayout found = CgroupMounts.find(proc, name);
            found.prepare();
            LOG.infof("Guests have control groups in %s", found.places());
            return new ControlGroups(found);
        } catch (IOException e) {
            LOG.warnf(
                    "This host has no control groups that can be used: guests are held by the limits of their processes"
                            + " alone (%s)",
                    e);
            return NONE;
        }
    }

    /** Whether guests get groups here. */
    public boolean usable() {
        return layout != null;
    }

    /**
     * Puts a process and all that it has started into the guest's group. What they start from then on is in it as well, so
     * this is done while the guest's processors still wait.
     *
     * @throws IOException when the kernel refuses
     */
    public synchronized void hold(UUID server, ProcessHandle first, GuestLimits limits) throws IOException {
        if (layout == null) {
            return;
        }
        for (Path place : layout.places()) {
            Path group = place.resolve(server.toString());
            make(group);
            for (Map.Entry<String, String> limit : layout.limits(place, limits).entrySet()) {
                CgroupLayout.write(group.resolve(limit.getKey()), limit.getValue());
            }
            enter(group, first);
        }
    }

    private static void make(Path group) throws IOException {
        try {
            Files.createDirectory(group);
        } catch (FileAlreadyExistsException e) {
            LOG.debugf(e, "The group %s is there from before", group);
        }
    }

    /** A process that starts another while it is moved leaves that one outside: hence the next round. */
    private static void enter(Path group, ProcessHandle first) throws IOException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Set<Long> inside = members(group);
            List<ProcessHandle> outside = Stream.concat(Stream.of(first), first.descendants())
                    .filter(process -> !inside.contains(process.pid()))
                    .toList();
            if (outside.isEmpty()) {
                return;
            }
            for (ProcessHandle process : outside) {
                move(group, process);
            }
        }
        throw new IOException("Processes are started faster than they can be put into " + group);
    }

    private static void move(Path group, ProcessHandle process) throws IOException {
        try {
            CgroupLayout.write(group.resolve("cgroup.procs"), Long.toString(process.pid()));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            LOG.debugf(e, "Process %d has ended", process.pid());
        }
    }

    private static Set<Long> members(Path group) throws IOException {
        Set<Long> members = new HashSet<>();
        for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
            members.add(Long.parseLong(line));
        }
        return members;
    }

    /** Removes the groups of all guests that have no process any more: the kernel refuses to remove others. */
    public synchronized void sweep() {
        if (layout == null) {
            return;
        }
        for (Path place : layout.places()) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(place, Files::isDirectory)) {
                groups.forEach(ControlGroups::removeIfEmpty);
            } catch (IOException e) {
                LOG.warnf(e, "The control groups in %s could not be looked at", place);
            }
        }
    }

    private static void removeIfEmpty(Path group) {
        try {
            if (members(group).isEmpty()) {
                Files.delete(group);
            }
        } catch (NoSuchFileException e) {
            LOG.debugf(e, "%s is gone", group);
        } catch (IOException e) {
            LOG.debugf(e, "%s is not empty yet", group);
        }
    }
}
