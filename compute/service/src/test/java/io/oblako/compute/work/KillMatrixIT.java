package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Design R1: compute dies by halting at each point of each step of create, stop, start, rebuild and delete, over the real
 * database and broker; a new process finishes what the dead one began, and the checker finds nothing wrong.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillMatrixIT {

    private static final List<String> POINTS = List.of("before", "after-effect", "after-commit");

    private Path gate;
    private ComputeUnderTest compute;
    private FakeNode node;

    record Case(String order, String saga, String step, String point) {
        @Override
        public String toString() {
            return "%s, killed %s %s".formatted(order, point, step);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        add(cases, "create", "boot-server", "claim-host", "await-guest", "when-done");
        add(cases, "stop", "stop-server", "tell-host", "await-report", "when-done");
        add(cases, "start", "start-server", "tell-host", "await-report", "when-done");
        add(cases, "rebuild", "rebuild-server", "tell-host", "await-report", "when-done");
        add(cases, "delete", "delete-server", "stop-other-work", "clear-hosts", "when-done");
        return cases.stream();
    }

    private static void add(List<Case> cases, String order, String saga, String... steps) {
        for (String step : steps) {
            POINTS.forEach(point -> cases.add(new Case(order, saga, step, point)));
        }
    }

    @BeforeAll
    void aDatabaseABrokerAndAHost(@TempDir Path folder) throws IOException, SQLException {
        gate = folder;
        compute = new ComputeUnderTest("compute_kill", gate);
        node = new FakeNode(compute.kafka(), "host-a", 4096);
        compute.start();
    }

    @AfterAll
    void everythingEnds() throws SQLException {
        compute.close();
        node.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aServerComesToItsEndWhateverDies(Case kill) throws IOException, InterruptedException, SQLException {
        UUID server = kill.order().equals("create") ? null : compute.prepared(kill.order());
        Files.writeString(gate.resolve("%s.%s.%s".formatted(kill.saga(), kill.step(), kill.point())), "kill");
        UUID asked = server == null ? compute.order("create") : compute.order(kill.order() + " " + server);
        compute.diesAndStartsAgain(kill.toString());
        UUID id = asked == null ? (server == null ? compute.youngest() : server) : asked;
        compute.becomes(id, ComputeUnderTest.end(kill.order()));
        if (!kill.order().equals("delete")) {
            compute.order("delete " + id);
            compute.becomes(id, "DELETED");
        }
        compute.comesToRest(node::seen);
        assertThat(node.wishes()).isEmpty();
    }
}
