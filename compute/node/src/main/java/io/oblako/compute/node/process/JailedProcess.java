package io.oblako.compute.node.process;

import io.oblako.compute.node.hypervisor.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A process in a {@link Jail}. Its environment is empty but for what is given; of what it writes to standard error the
 * beginning is kept and the rest dropped, so that it can neither block nor fill anything.
 */
public final class JailedProcess {

    private static final Logger LOG = Logger.getLogger(JailedProcess.class);
    private static final int MAX_KEPT = 16 * 1024;
    private static final long POLL_MILLIS = 50;
    private static final int POLLS_PER_READING = 20;

    private final Process process;
    private final StringBuilder said = new StringBuilder();

    private JailedProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().name("stderr-" + process.pid()).start(this::drain);
    }

    /** Starts a command that {@link Jail#command} made. */
    public static JailedProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return new JailedProcess(builder.start());
    }

    /**
     * Runs a command to its end.
     *
     * @return its exit code and what it said
     * @throws IOException when it did not end in time; it is ended by force
     * @throws io.oblako.compute.node.hypervisor.GuestFailure when cancelled; it is ended by force
     */
    public static Result run(List<String> command, Duration timeout, Progress progress) throws IOException {
        JailedProcess jailed = start(command, Map.of());
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (int polls = 1; !jailed.process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS); polls++) {
                progress.checkpoint();
                if (polls % POLLS_PER_READING == 0) {
                    progress.read(ProcessReads.of(jailed.process.toHandle()));
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("%s did not end within %s".formatted(command.getLast(), timeout));
                }
            }
            return new Result(jailed.process.exitValue(), jailed.said());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            jailed.process.destroyForcibly();
        }
    }

    /** @param said the beginning of its standard error */
    public record Result(int exitCode, String said) {}

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it wrote to standard error, the first 16 KiB. */
    public String said() {
        try {
            // Its last words may still be on their way.
            if (!process.isAlive()) {
                Thread.sleep(Duration.ofMillis(20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (said) {
            return said.toString().trim();
        }
    }

    private void drain() {
        byte[] chunk = new byte[2048];
        try (InputStream error = process.getErrorStream()) {
            for (int n = error.read(chunk); n >= 0; n = error.read(chunk)) {
                synchronized (said) {
                    if (said.length() < MAX_KEPT) {
                        said.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Standard error of a jailed process ended", e);
        }
    }
}
