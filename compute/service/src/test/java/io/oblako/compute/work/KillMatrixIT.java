package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Design R1: compute dies by halting at each point of each step of create, stop, start, rebuild, attach and detach an
 * interface, and delete, over the real database and broker; a new process finishes what the dead one began, and the
 * checker finds nothing wrong.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillMatrixIT {

    /** For one case and those before it. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final List<String> POINTS = List.of("before", "after-effect", "after-commit");
    /** Of steps whose predecessor is killed after its commit, which is the same as before them. */
    private static final List<String> LATER_POINTS = List.of("after-effect", "after-commit");

    /** A case mostly waits: for the lease and the messages of the dead. */
    private static final int AT_ONCE = 3;

    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Case, Future<?>> runs = new HashMap<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);

    record Case(String order, String saga, String step, String point) {
        @Override
        public String toString() {
            return "%s, killed %s %s".formatted(order, point, step);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        add(cases, "create", "boot-server", "await-image", "claim-host", "await-guest", "when-done");
        later(cases, "create", "boot-server", "order-ports", "await-ports");
        add(cases, "stop", "stop-server", "tell-host", "await-report", "when-done");
        add(cases, "start", "start-server", "tell-host", "await-report", "when-done");
        add(cases, "rebuild", "rebuild-server", "await-image", "tell-host", "await-report", "when-done");
        later(cases, "attach", "attach-interface", "order-port", "await-port", "await-report", "when-done");
        later(cases, "detach", "detach-interface", "tell-host", "await-report", "when-done");
        add(cases, "delete", "delete-server", "stop-other-work", "clear-hosts", "when-done");
        later(cases, "delete", "delete-server", "release-ports", "await-ports");
        return cases.stream();
    }

    private static void add(List<Case> cases, String order, String saga, String... steps) {
        add(cases, POINTS, order, saga, steps);
    }

    private static void later(List<Case> cases, String order, String saga, String... steps) {
        add(cases, LATER_POINTS, order, saga, steps);
    }

    private static void add(List<Case> cases, List<String> points, String order, String saga, String... steps) {
        for (String step : steps) {
            points.forEach(point -> cases.add(new Case(order, saga, step, point)));
        }
    }

    @BeforeAll
    void allCasesBegin(@TempDir Path folder) throws IOException, SQLException {
        BlockingQueue<Lane> free = new ArrayBlockingQueue<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            Lane lane = new Lane(Files.createDirectory(folder.resolve("lane-" + i)));
            lanes.add(lane);
            free.add(lane);
        }
        cases().forEach(kill -> runs.put(kill, pool.submit(() -> {
            Lane lane = free.take();
            try {
                lane.run(kill);
            } finally {
                free.add(lane);
            }
            return null;
        })));
    }

    @AfterAll
    void everythingEnds() throws SQLException {
        pool.shutdownNow();
        for (Lane lane : lanes) {
            lane.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aServerComesToItsEndWhateverDies(Case kill) {
        assertThat(runs.get(kill)).succeedsWithin(LONG);
    }

    /** A database, a broker, a host and a compute of its own. */
    private static final class Lane implements AutoCloseable {

        private final Path gate;
        private final ComputeUnderTest compute;
        private final FakeNode node;
        private final FakeNetwork network;

        Lane(Path gate) throws IOException, SQLException {
            this.gate = gate;
            compute = new ComputeUnderTest("compute_kill", gate, true);
            node = new FakeNode(compute.kafka(), "host-a", 4096);
            network = new FakeNetwork(compute.kafka(), KilledCompute.PROJECT);
            compute.start();
            compute.noHostIsGivenUp();
        }

        void run(Case kill) throws IOException, InterruptedException, SQLException {
            UUID server = kill.order().equals("create") ? null : compute.prepared(kill.order());
            Files.writeString(gate.resolve("%s.%s.%s".formatted(kill.saga(), kill.step(), kill.point())), "kill");
            UUID asked = server == null ? compute.order("create") : compute.order(kill.order() + " " + server);
            compute.diesAndStartsAgain(kill.toString());
            UUID id = asked == null ? (server == null ? compute.youngest() : server) : asked;
            compute.becomes(id, ComputeUnderTest.end(kill.order()));
            if (!kill.order().equals("delete")) {
                assertThat(node.guest(id).spec().nics()).hasSize(kill.order().equals("attach") ? 2 : 1);
                compute.order("delete " + id);
                compute.becomes(id, "DELETED");
            }
            compute.comesToRest(node::seen);
            // That they are forgotten comes to the host over Kafka, a moment after the tables are at rest.
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(node.wishes()).isEmpty();
                assertThat(network.ports()).isEmpty();
            });
        }

        @Override
        public void close() throws SQLException {
            compute.close();
            node.close();
            network.close();
        }
    }
}
