package io.oblako.kernel.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The one place that starts other programs: an argument list, never a shell, with a deadline and bounded output.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/lang/ProcessBuilder.html">ProcessBuilder</a>
 */
public final class Processes {

    /** More output than this is cut: nobody reads it, and a tool that has gone wild must not fill the heap. */
    public static final int MAX_OUTPUT_BYTES = 1024 * 1024;

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

    /** Runs a program to its end with an empty standard input and only the environment that is given. */
    public static Result run(List<String> command, Duration timeout) {
        return run(command, Map.of(), timeout);
    }

    public static Result run(List<String> command, Map<String, String> environment, Duration timeout) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Drain drain = new Drain(process.getInputStream());
            Thread reader = Thread.ofVirtual().start(drain);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new ProcessFailed(command.getFirst() + " did not end within " + timeout);
            }
            reader.join(Duration.ofSeconds(1));
            return new Result(process.exitValue(), drain.text());
        } catch (IOException e) {
            throw new ProcessFailed(command.getFirst() + " could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailed(command.getFirst() + " was interrupted", e);
        }
    }

    /** Reads all that a program says, keeps what fits. A program blocks when nobody reads. */
    private static final class Drain implements Runnable {

        private final InputStream in;
        private final StringBuffer kept = new StringBuffer();

        Drain(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] chunk = new byte[8192];
            try (in) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    if (kept.length() < MAX_OUTPUT_BYTES) {
                        kept.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            return kept.toString();
        }
    }
}
