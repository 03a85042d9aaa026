package io.oblako.kernel.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The one place that starts other programs: an argument list, never a shell, with a deadline and bounded output.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/lang/ProcessBuilder.html">ProcessBuilder</a>
 */
public final class Processes {

    /** More output than this is cut: nobody reads it, and a tool that has gone wild must not fill the heap. */
    public static final int MAX_OUTPUT_BYTES = 1024 * 1024;

    /** How long to wait for output after the end; more only comes when a child still holds the pipe. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(Processes.class);

    private Processes() {}

    /**
     * @param exitCode what the program returned
     * @param output standard output and error together, at most {@link #MAX_OUTPUT_BYTES}
     */
    public record Result(int exitCode, String output) {

        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** A program that could not be started, did not end in time, or was interrupted. */
    public static final class ProcessFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProcessFailed(String message, Throwable cause) {
            super(message, cause);
        }

        public ProcessFailed(String message) {
            super(message);
        }
    }

    /**
     * Runs a program to its end with an empty standard input and no environment but {@code PATH} and {@code LC_ALL}.
     *
     * @throws ProcessFailed when it cannot be started, does not end in time (it and its children are then killed), or the
     *     thread is interrupted
     */
    public static Result run(List<String> command, Duration timeout) {
        return run(command, Map.of(), timeout);
    }

    /** As {@link #run(List, Duration)}, with more environment. */
    public static Result run(List<String> command, Map<String, String> environment, Duration timeout) {
        return run(command, environment, "", timeout);
    }

    /** As {@link #run(List, Duration)}, with something to read as standard input. */
    public static Result run(List<String> command, String input, Duration timeout) {
        return run(command, Map.of(), input, timeout);
    }

    /** Output and errors are one; its environment is what is given beside {@code PATH} and {@code LC_ALL}. */
    static Process start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProcessFailed(command.getFirst() + " could not be started", e);
        }
    }

    private static Result run(List<String> command, Map<String, String> environment, String input, Duration timeout) {
        Process process = start(command, environment);
        Drain drain = new Drain(process.getInputStream());
        Thread reader = Thread.ofPlatform()
                .daemon(true)
                .name("output of " + process.pid())
                .start(drain);
        try {
            feed(process, input);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProcessFailed(command.getFirst() + " did not end within " + timeout);
            }
            reader.join(LAST_WORDS);
            return new Result(process.exitValue(), drain.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailed(command.getFirst() + " was interrupted", e);
        } finally {
            killTree(process);
        }
    }

    /** By a thread of its own where there is something to say: a program that does not read blocks whoever writes. */
    private static void feed(Process process, String input) {
        Runnable writing = () -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                LOG.debugf(e, "Process %d had closed its input before", process.pid());
            }
        };
        if (input.isEmpty()) {
            writing.run();
            return;
        }
        Thread.ofPlatform().daemon(true).name("input of " + process.pid()).start(writing);
    }

    /**
     * Nothing that was started outlives a run that failed. Of a program that ended by itself the children are left alone:
     * starting a daemon is what some programs are for.
     */
    private static void killTree(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * Reads all that a program says, keeps what fits: a program blocks when nobody reads. It has a thread of its own
     * because a daemon may inherit the pipe and hold it open.
     */
    private static final class Drain implements Runnable {

        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Drain(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] chunk = new byte[8192];
            try (in) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    // Safe from other threads: the stream is synchronized, and only this thread writes.
                    kept.write(chunk, 0, Math.min(n, MAX_OUTPUT_BYTES - kept.size()));
                }
            } catch (IOException e) {
                LOG.debug("The output of a program that was killed ended early", e);
            }
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
