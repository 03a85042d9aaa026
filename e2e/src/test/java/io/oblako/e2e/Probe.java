package io.oblako.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link UdpProbe} inside a guest, or another program of ours. */
final class Probe implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    Probe(Wire.Guest guest, String... arguments) {
        this(UdpProbe.class, guest, arguments);
    }

    /** @param program has a {@code main} that prints lines */
    Probe(Class<?> program, Wire.Guest guest, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                guest.namespace(),
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said = process.inputReader();
    }

    /**
     * When packets began or ceased to come, in microseconds of the epoch; the probe ends by itself when they never do.
     *
     * @param kind {@code first} or {@code last}
     * @param since what was before is no news: a busy machine falls silent now and then
     */
    long next(String kind, long since) {
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(kind)) {
                    long micros = Long.parseLong(line.substring(kind.length() + 1));
                    if (micros >= since) {
                        return micros;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the probe ended before " + kind);
    }

    /** Lines up to this one. */
    List<String> until(String last) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                lines.add(line);
                if (line.equals(last)) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the probe ended before %s, after %s".formatted(last, lines));
    }

    /** Ends it. Lines that it has printed and nobody has read. */
    List<String> end() {
        process.toHandle().destroyForcibly(); // The process itself would close what it has printed.
        return said.lines().toList();
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
