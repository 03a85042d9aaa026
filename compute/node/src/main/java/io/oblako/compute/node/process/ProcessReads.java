package io.oblako.compute.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What processes have read, as the kernel counts it. */
final class ProcessReads {

    private static final Logger LOG = Logger.getLogger(ProcessReads.class);
    private static final String READ = "rchar: ";

    private ProcessReads() {}

    /**
     * Bytes that a process and those it started have read by system calls; 0 for those that have ended.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_io.5.html">proc_pid_io(5), rchar</a>
     */
    static long of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> of(each.pid()))
                .sum();
    }

    private static long of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "io")).stream()
                    .filter(line -> line.startsWith(READ))
                    .mapToLong(line -> Long.parseLong(line.substring(READ.length())))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            LOG.debugf(e, "Process %d has ended", pid);
            return 0;
        }
    }
}
