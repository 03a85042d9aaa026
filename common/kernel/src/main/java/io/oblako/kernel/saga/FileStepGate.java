package io.oblako.kernel.saga;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A step gate that a test works from another process by files in one directory. A file named
 * {@code <saga>.<step>.<point>}, where the point is {@code before}, {@code after-effect} or {@code after-commit} and an
 * undo is called {@code undo-<step>}, holds one word and counts once:
 *
 * <ul>
 *   <li>{@code stop}: the saga writes {@code <file>.reached} and goes on when the file is deleted, or after ten minutes;
 *   <li>{@code fail}: the step fails here (not after its commit);
 *   <li>{@code repeat}: the action runs a second time (not after its commit);
 *   <li>{@code kill}: the process halts at once with status 137, as by SIGKILL.
 * </ul>
 *
 * <p>Whoever can write into the directory owns the service, so a process in production refuses {@value #VARIABLE}
 * unless {@value #ALLOWED} says that it is under test.
 */
public final class FileStepGate implements StepGate {

    public static final String VARIABLE = "OBLAKO_STEP_GATE_DIR";
    public static final String ALLOWED = "OBLAKO_STEP_GATE_ALLOWED";

    private static final Logger LOG = Logger.getLogger(FileStepGate.class);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(10);
    private static final int KILLED_STATUS = 137;
    private static final long LOOK_MILLIS = 10;

    private final Path directory;
    private final Runnable kill;

    public FileStepGate(Path directory) {
        this(directory, () -> Runtime.getRuntime().halt(KILLED_STATUS));
    }

    FileStepGate(Path directory, Runnable kill) {
        this.directory = directory;
        this.kill = kill;
    }

    /**
     * The gate of the folder, or the open one.
     *
     * @param directory absent or blank when nobody wants one
     * @param allowed whether it is meant: the process is under test
     * @throws IllegalStateException when a folder is set and it is not allowed; the message says what to do
     */
    public static StepGate of(@Nullable String directory, boolean allowed) {
        if (directory == null || directory.isBlank()) {
            return StepGate.OPEN;
        }
        if (!allowed) {
            throw new IllegalStateException(
                    ("%s is set to %s: whoever writes into that folder can stop, fail and kill the work of this"
                                    + " process. Unset it; for a test of what is built set %s=true beside it.")
                            .formatted(VARIABLE, directory, ALLOWED));
        }
        return new FileStepGate(Path.of(directory));
    }

    /**
     * The gate of the folder that the variable names, or the open one.
     *
     * @throws IllegalStateException as {@link #of} does
     */
    public static StepGate fromEnvironment(Map<String, String> environment) {
        return of(environment.get(VARIABLE), Boolean.parseBoolean(environment.get(ALLOWED)));
    }

    @Override
    public boolean armed() {
        return true;
    }

    @Override
    public Order before(String saga, String step) {
        return at(saga, step, "before");
    }

    @Override
    public Order afterEffect(String saga, String step) {
        return at(saga, step, "after-effect");
    }

    @Override
    public void afterCommit(String saga, String step) {
        Order order = at(saga, step, "after-commit");
        if (order != Order.GO) {
            LOG.warnf("The step gate cannot %s after the commit of %s.%s", order, saga, step);
        }
    }

    private Order at(String saga, String step, String point) {
        Path file = directory.resolve(saga + '.' + step + '.' + point);
        String word;
        try {
            word = Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            return Order.GO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.warnf("Step gate %s: %s", file.getFileName(), word);
        return switch (word) {
            case "stop" -> stop(file);
            case "fail" -> once(file, Order.FAIL);
            case "repeat" -> once(file, Order.REPEAT);
            case "kill" -> {
                Order order = once(file, Order.GO);
                kill.run();
                yield order;
            }
            // The file is being written.
            case "" -> Order.GO;
            default -> throw new IllegalStateException("The step gate knows no word \"%s\"".formatted(word));
        };
    }

    private static Order once(Path file, Order order) {
        try {
            Files.deleteIfExists(file);
            return order;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Order stop(Path file) {
        Path reached = file.resolveSibling(file.getFileName() + ".reached");
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        try {
            Files.writeString(reached, "");
            while (Files.exists(file) && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Order.GO;
    }
}
