package io.oblako.compute.node.linux;

import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A network namespace for a test: one thread that is in it. It is gone with the thread and the last process in it. */
public final class NetworkSpace implements AutoCloseable {

    private static final Duration TOOL = Duration.ofSeconds(10);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final int descriptor;

    public NetworkSpace() {
        descriptor = in(() -> {
            Linux.unshare(Linux.CLONE_NEWNET);
            return Linux.open("/proc/thread-self/ns/net", Linux.O_RDONLY | Linux.O_CLOEXEC);
        });
        run("ip", "link", "set", "dev", "lo", "up");
    }

    /** By which the tool ip finds it. */
    public String path() {
        return "/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), descriptor);
    }

    public <T> T in(Callable<T> work) {
        try {
            return thread.submit(work).get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a tool in it. */
    public void run(String... command) {
        Processes.Result result = in(() -> Processes.run(List.of(command), TOOL));
        if (!result.ok()) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
        }
    }

    /** Names of what is in it. */
    public List<String> devices() {
        return in(() -> Files.readAllLines(Path.of("/proc/thread-self/net/dev"))).stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            Linux.close(descriptor);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
