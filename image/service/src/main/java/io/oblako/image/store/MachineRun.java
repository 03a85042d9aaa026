package io.oblako.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the run of this machine: it changes when the machine restarts and not when a process does. */
public final class MachineRun {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private MachineRun() {}

    /**
     * @throws IOException if the machine does not tell
     * @see <a href="https://man7.org/linux/man-pages/man4/random.4.html">random(4), boot_id</a>
     */
    public static String current() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }
}
