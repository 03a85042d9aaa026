package io.oblako.compute.node.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the groups of guests are on this host, and in which files their limits are written. */
sealed interface CgroupLayout permits SplitCgroups, UnifiedCgroups {

    /** How long a period is in which processor time is counted, in microseconds: the kernel's own default. */
    int PERIOD_MICROS = 100_000;

    /** The folders in which the groups lie: one for each hierarchy. A guest has a folder of its name in each. */
    List<Path> places();

    /**
     * Makes the places.
     *
     * @throws IOException when the host does not let us
     */
    void prepare() throws IOException;

    /** The files and what is written to them, by the place they are for. */
    Map<String, String> limits(Path place, GuestLimits limits);

    /** Writes one setting. The kernel says what it does not like of it. */
    static void write(Path file, String value) throws IOException {
        Files.writeString(file, value);
    }
}
