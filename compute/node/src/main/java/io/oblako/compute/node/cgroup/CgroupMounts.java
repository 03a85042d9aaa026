package io.oblako.compute.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the control groups of this host: version 2 where it has a controller that we use, else version 1.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
final class CgroupMounts {

    private static final List<String> WANTED = List.of("memory", "pids", "cpu");

    private CgroupMounts() {}

    /**
     * @param proc {@code /proc/self}
     * @param name of the group under which those of the guests are made, where the daemon's own is not divided
     * @throws IOException saying why the host has none that can be used
     */
    static CgroupLayout find(Path proc, String name) throws IOException {
        Map<String, String> own = own(Files.readAllLines(proc.resolve("cgroup")));
        Map<String, Path> split = new HashMap<>();
        IOException unified = null;
        for (String line : Files.readAllLines(proc.resolve("mounts"))) {
            String[] fields = line.split(" ");
            if (fields.length < 4) {
                continue;
            }
            Path mount = Path.of(fields[1]);
            if (fields[2].equals("cgroup")) {
                List<String> options = Arrays.asList(fields[3].split(","));
                for (String controller : WANTED) {
                    if (options.contains(controller)) {
                        split.put(
                                controller,
                                below(mount, own.getOrDefault(controller, "/")).resolve(name));
                    }
                }
            } else if (fields[2].equals("cgroup2") && unified == null) {
                try {
                    return UnifiedCgroups.of(mount, own.getOrDefault("", "/"), WANTED);
                } catch (IOException e) {
                    unified = e;
                }
            }
        }
        if (!split.isEmpty()) {
            return new SplitCgroups(split);
        }
        throw unified == null ? new IOException("no control groups are mounted") : unified;
    }

    /** The group of a process by controller; under the empty word that of version 2. */
    private static Map<String, String> own(List<String> lines) {
        Map<String, String> own = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : fields[1].split(",", -1)) {
                    own.put(controller, fields[2]);
                }
            }
        }
        return own;
    }

    /** In a container the mount may begin at the group itself, and its name outside leads nowhere. */
    private static Path below(Path mount, String own) {
        Path group = mount.resolve(own.substring(1));
        return Files.isDirectory(group) ? group : mount;
    }
}
