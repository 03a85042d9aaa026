package io.oblako.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What a benchmark measures with: a clock, the CPU time of all processes of the cloud, and medians. */
final class Meter {

    /** Ticks per second of {@code /proc}: USER_HZ, 100 on every Linux of this architecture. */
    private static final double TICKS = 100;

    private Meter() {}

    /** One thing done again and again. */
    @FunctionalInterface
    interface Call {
        void run(int turn);
    }

    /**
     * @param millis of each call, sorted
     * @param wallMillis from the first call to the end of the last
     * @param cpuMillis of all processes of the cloud in that time
     */
    record Sample(List<Double> millis, double wallMillis, double cpuMillis) {

        double median() {
            return millis.get(millis.size() / 2);
        }

        double perSecond() {
            return millis.size() / wallMillis * 1000;
        }

        double cpuMillisPerCall() {
            return cpuMillis / millis.size();
        }
    }

    /** Runs {@code turns} calls from {@code concurrency} threads. Any failure ends the benchmark. */
    static Sample sample(int turns, int concurrency, Call call) {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger next = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        double cpu = cpuMillis();
        long began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < concurrency; number++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int turn = next.getAndIncrement(); turn < turns; turn = next.getAndIncrement()) {
                    long start = System.nanoTime();
                    try {
                        call.run(turn);
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                        return;
                    }
                    millis.add(millisSince(start));
                }
            }));
        }
        threads.forEach(Meter::join);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " calls failed, the first by", failures.getFirst());
        }
        double wall = millisSince(began);
        return new Sample(millis.stream().sorted().toList(), wall, cpuMillis() - cpu);
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** CPU milliseconds so far of all processes of the cloud and their descendants, ended children included. */
    static double cpuMillis() {
        Map<Long, Stat> all = new HashMap<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .forEach(path -> read(path, all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Long> ours = new HashSet<>(Machine.processIds());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (var process : all.entrySet()) {
                grew |= ours.contains(process.getValue().parent()) && ours.add(process.getKey());
            }
        }
        return all.entrySet().stream()
                        .filter(process -> ours.contains(process.getKey()))
                        .mapToLong(process -> process.getValue().ticks())
                        .sum()
                / TICKS
                * 1000;
    }

    /**
     * When a process started, on the clock of {@link System#nanoTime()}, which on Linux counts from the start of the
     * machine as {@code /proc} does; to 10 ms.
     */
    static long startNanos(long pid) {
        try {
            return (long) (fields(Path.of("/proc", Long.toString(pid)))[19] / TICKS * 1e9);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Stat(long parent, long ticks) {}

    private static void read(Path process, Map<Long, Stat> all) {
        try {
            double[] fields = fields(process);
            all.put(Long.parseLong(process.getFileName().toString()), new Stat((long) fields[1], (long)
                    (fields[11] + fields[12] + fields[13] + fields[14])));
        } catch (IOException e) {
            // It has ended since it was listed: it counts with its parent.
            all.remove(Long.parseLong(process.getFileName().toString()));
        }
    }

    /** The fields of {@code /proc/PID/stat} behind the name, which may hold blanks; the state letter reads as 0. */
    private static double[] fields(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double[] fields = new double[words.length];
        for (int index = 1; index < words.length; index++) {
            fields[index] = Double.parseDouble(words[index].strip());
        }
        return fields;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
