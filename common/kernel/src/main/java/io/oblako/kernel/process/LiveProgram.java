package io.oblako.kernel.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A program of ours that goes on until it is closed, and says line by line what it sees; {@link Processes} has those that
 * end by themselves. Nothing bounds its lines but the program, so it must be one that is trusted.
 */
public final class LiveProgram implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveProgram.class);

    private final Process process;

    private LiveProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts it, without the environment of this process.
     *
     * @param listener is told each line of its output and errors, by a thread that does nothing else
     * @throws Processes.ProcessFailed when it cannot be started
     */
    public static LiveProgram start(List<String> command, Consumer<String> listener) {
        Process process = Processes.start(command, Map.of());
        Thread.ofPlatform().daemon(true).name("lines of " + process.pid()).start(() -> read(process, listener));
        return new LiveProgram(process);
    }

    private static void read(Process process, Consumer<String> listener) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.accept(line);
            }
        } catch (IOException e) {
            LOG.debugf(e, "Process %d says nothing more", process.pid());
        }
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** Ends it by force; lines that it has said may still come. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
