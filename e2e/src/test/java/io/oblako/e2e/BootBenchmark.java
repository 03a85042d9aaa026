package io.oblako.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Real guests: from the POST to the start of QEMU and to the guest's first line, beside the same QEMU started by hand, and
 * twenty asked for at once.
 */
final class BootBenchmark {

    private static final Duration FIRST_LINE = Duration.ofSeconds(120);
    private static final Duration ACTIVE = Duration.ofSeconds(120);
    /** More turns than the fewest are taken while there is time. */
    private static final int TURNS = 9;

    private static final int FEWEST_TURNS = 5;
    private static final Duration ENOUGH = Duration.ofSeconds(100);
    private static final int AT_ONCE = 20;

    private final Cloud cloud;
    private final String image;
    private final String flavor;
    private final List<Double> toExec = new ArrayList<>();
    private final List<Double> toFirstLine = new ArrayList<>();
    private final List<Double> byHand = new ArrayList<>();
    /** Looking costs time as well: nobody looks at a console before half of the time that the first guest took. */
    private Duration unwatched = Duration.ZERO;

    BootBenchmark(Cloud cloud) {
        this.cloud = cloud;
        this.image = cloud.imageNamed("mote");
        this.flavor = cloud.flavor("m1.tiny");
    }

    void run() {
        oneAfterTheOther();
        double exec = Meter.median(toExec);
        double line = Meter.median(toFirstLine);
        double hand = Meter.median(byHand);
        Benchmarks.print("POST to the first guest line, median", line, "ms");
        Benchmarks.print("the same QEMU by hand, start to the first guest line, median", hand, "ms");
        twentyAtOnce();
        Benchmarks.print("boot", exec, "ms from POST to the start of QEMU, median");
        Benchmarks.print("boot ratio", line / hand);
    }

    /** Each turn boots one guest by the cloud and one by hand; the first turn warms both up and does not count. */
    private void oneAfterTheOther() {
        try (QemuByHand hand = byTheCloud(0)) {
            unwatched = Duration.ofMillis((long) hand.millisToFirstLine(unwatched, FIRST_LINE) / 2);
        }
        toExec.clear();
        toFirstLine.clear();
        long began = System.nanoTime();
        for (int turn = 1; turn <= TURNS; turn++) {
            if (turn > FEWEST_TURNS && Meter.millisSince(began) > ENOUGH.toMillis()) {
                break;
            }
            try (QemuByHand hand = byTheCloud(turn)) {
                byHand.add(hand.millisToFirstLine(unwatched, FIRST_LINE));
            }
        }
    }

    /** Boots a guest, looks at its QEMU and deletes it. */
    private QemuByHand byTheCloud(int turn) {
        long posted = System.nanoTime();
        String id = cloud.boot("bench-boot-" + turn, image, flavor);
        Cloud.sleep(unwatched);
        while (!Benchmarks.hasGuestLine(console(id))) {
            if (Meter.millisSince(posted) > FIRST_LINE.toMillis()) {
                throw new AssertionError("the console of server " + id + " shows nothing: " + cloud.server(id));
            }
            Cloud.sleep(QemuByHand.POLL);
        }
        toFirstLine.add(Meter.millisSince(posted));
        ProcessHandle qemu = Machine.qemu(id);
        toExec.add((Meter.startNanos(qemu.pid()) - posted) / 1e6);
        QemuByHand hand = QemuByHand.like(qemu);
        cloud.delete(id);
        return hand;
    }

    /** Empty as well while the server has no console yet. */
    private String console(String id) {
        Cloud.Answer answer = cloud.act(id, "{\"os-getConsoleOutput\":{\"length\":50}}");
        return answer.status() == 200 ? answer.text("/output") : "";
    }

    private void twentyAtOnce() {
        long began = System.nanoTime();
        String[] servers = new String[AT_ONCE];
        Meter.sample(AT_ONCE, AT_ONCE, turn -> servers[turn] = cloud.boot("bench-at-once-" + turn, image, flavor));
        for (String id : servers) {
            cloud.await(id, "ACTIVE", ACTIVE);
        }
        double millis = Meter.millisSince(began);
        Benchmarks.deleteAll(cloud, List.of(servers));
        Benchmarks.print(AT_ONCE + " real servers asked for at once all ACTIVE after", millis, "ms");
    }
}
