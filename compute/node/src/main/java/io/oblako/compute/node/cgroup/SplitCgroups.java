package io.oblako.compute.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Version 1: a hierarchy for each controller. The groups lie below the daemon's own, so that whatever limits the daemon limits
 * its guests too.
 *
 * @param byController where the groups of each controller lie
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/index.html">Control Groups version 1</a>
 */
record SplitCgroups(Map<String, Path> byController) implements CgroupLayout {

    private static final int SHARES_PER_VCPU = 1024;
    private static final int MOST_SHARES = 262_144;

    SplitCgroups {
        byController = Map.copyOf(byController);
    }

    @Override
    public List<Path> places() {
        return byController.values().stream().distinct().toList();
    }

    @Override
    public void prepare() throws IOException {
        for (Path place : places()) {
            Files.createDirectories(place);
        }
    }

    @Override
    public Map<String, String> limits(Path place, GuestLimits limits) {
        Map<String, String> files = new LinkedHashMap<>();
        if (place.equals(byController.get("memory"))) {
            files.put("memory.limit_in_bytes", Long.toString(limits.memoryBytes()));
        }
        if (place.equals(byController.get("pids"))) {
            files.put("pids.max", Integer.toString(limits.processes()));
        }
        if (place.equals(byController.get("cpu"))) {
            files.put("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
            files.put("cpu.cfs_quota_us", Long.toString((limits.vcpus() + 1L) * PERIOD_MICROS));
            files.put("cpu.shares", Integer.toString(Math.min(MOST_SHARES, SHARES_PER_VCPU * limits.vcpus())));
        }
        return files;
    }
}
