package io.oblako.compute.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Version 2: one hierarchy with all controllers. A group that has groups below it must hold no process, so whoever starts the
 * daemon gives it a group of its own and puts it into one called {@value #DAEMON} below that (systemd: {@code Delegate=yes}
 * and {@code DelegateSubgroup=daemon}); the guests' lie beside it.
 *
 * @param host the group that is the daemon's to divide
 * @param controllers of those we use, what the host lets us have
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>
 */
record UnifiedCgroups(Path host, List<String> controllers) implements CgroupLayout {

    static final String DAEMON = "daemon";

    private static final String GUESTS = "guests";
    private static final int WEIGHT_PER_VCPU = 100;
    private static final int MOST_WEIGHT = 10_000;

    /**
     * @param mount where the hierarchy is mounted
     * @param own the daemon's group as {@code /proc/self/cgroup} names it
     * @throws IOException when the group is not the daemon's to divide, or has none of the controllers
     */
    static UnifiedCgroups of(Path mount, String own, List<String> wanted) throws IOException {
        Path group = mount.resolve(own.substring(1)).normalize();
        Path host = group.getParent();
        if (!group.getFileName().toString().equals(DAEMON) || host == null || !host.startsWith(mount)) {
            throw new IOException(
                    "the daemon's group %s is not called %s, so nobody gave it one to divide".formatted(own, DAEMON));
        }
        List<String> offered = Arrays.asList(
                Files.readString(host.resolve("cgroup.controllers")).strip().split(" "));
        List<String> usable = wanted.stream().filter(offered::contains).toList();
        if (usable.isEmpty()) {
            throw new IOException("the group %s has none of the controllers %s".formatted(host, wanted));
        }
        return new UnifiedCgroups(host, usable);
    }

    @Override
    public List<Path> places() {
        return List.of(host.resolve(GUESTS));
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(host.resolve(GUESTS));
        for (Path above : List.of(host, host.resolve(GUESTS))) {
            for (String controller : controllers) {
                CgroupLayout.write(above.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    @Override
    public Map<String, String> limits(Path place, GuestLimits limits) {
        Map<String, String> files = new LinkedHashMap<>();
        if (controllers.contains("memory")) {
            files.put("memory.max", Long.toString(limits.memoryBytes()));
            files.put("memory.oom.group", "1");
        }
        if (controllers.contains("pids")) {
            files.put("pids.max", Integer.toString(limits.processes()));
        }
        if (controllers.contains("cpu")) {
            files.put("cpu.max", (limits.vcpus() + 1L) * PERIOD_MICROS + " " + PERIOD_MICROS);
            files.put("cpu.weight", Integer.toString(Math.min(MOST_WEIGHT, WEIGHT_PER_VCPU * limits.vcpus())));
        }
        return files;
    }
}
