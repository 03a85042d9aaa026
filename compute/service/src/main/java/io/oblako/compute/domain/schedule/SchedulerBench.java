package io.oblako.compute.domain.schedule;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Measures placements per second on one thread over a simulated fleet: choose, explain, and take the choice into the
 * view, which is what production does besides its database. Run by {@code ./oblako bench scheduler}.
 */
public final class SchedulerBench {

    private static final int HOSTS = 10_000;
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 10_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private SchedulerBench() {}

    public static void main(String[] arguments) {
        measure(System.out);
    }

    /** @return placements per second */
    static double measure(PrintStream out) {
        Random random = new Random(1);
        Fleet empty = fleet(random);
        Explainer explainer = new Explainer(new Scheduler(Weights.STANDARD));
        run(explainer, empty, WARM_UP);
        long start = System.nanoTime();
        int placed = run(explainer, empty, ROUNDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("hosts: %d%nplacements: %d of %d in %.2f s%n", HOSTS, placed, ROUNDS, seconds);
        out.printf("scheduler placements per second: %.0f%n", ROUNDS / seconds);
        return ROUNDS / seconds;
    }

    private static int run(Explainer explainer, Fleet start, int rounds) {
        Fleet fleet = start;
        int placed = 0;
        for (int round = 0; round < rounds; round++) {
            Explained explained = explainer.place(fleet, ask(round));
            if (explained.chosen() != null) {
                fleet = fleet.with(explained.chosen().with(explained.ask().need()));
                placed++;
            }
        }
        return placed;
    }

    private static Fleet fleet(Random random) {
        List<HostView> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            Need capacity = Ratios.STANDARD.capacity(64, 262_144, 4_000);
            hosts.add(new HostView(
                    "host-%05d".formatted(i),
                    new HostKind(
                            "zone-" + i % 3,
                            "x86_64",
                            "QEMU",
                            i % 10 == 0 ? "kvm" : "tcg",
                            Set.of("COMPUTE_ACCEL_TCG", "HW_CPU_X86_AVX2")),
                    i % 50 != 0,
                    i % 97 == 0 ? NOW.minusSeconds(60) : NOW,
                    capacity,
                    new Need(random.nextInt(900), random.nextInt(300_000), random.nextInt(3_000)),
                    random.nextDouble(8),
                    random.nextInt(3),
                    Set.of()));
        }
        return Fleet.of(hosts);
    }

    private static Ask ask(int round) {
        return new Ask(
                new Need(1 + round % 8, 512 << round % 6, 10 + round % 90),
                round % 2 == 0 ? null : "zone-" + round % 3,
                null,
                "x86_64",
                null,
                round % 4 == 0 ? Set.of("HW_CPU_X86_AVX2") : Set.of(),
                Set.of(),
                new UUID(0, round % 16),
                Set.of(),
                NOW.minusSeconds(12));
    }
}
