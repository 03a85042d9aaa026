package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.Engines;
import io.oblako.testing.check.ComputeTables;
import io.oblako.testing.check.Invariants;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
    private static final Duration LONG = Duration.ofSeconds(40);

    private Path gate;
    private Engines.Space space;
    private KafkaSettings kafka;
    private Connection connection;
    private FakeNode node;
    private Process compute;
    private BufferedReader answers;
    private BufferedWriter orders;

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
        space = Engines.space("compute_kill");
        kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "test");
        KafkaClients.makeTopics(
                kafka,
                List.of(ComputeTopics.SERVERS, ComputeTopics.DESIRED, ComputeTopics.REPORTS, ImageTopics.ORDERS));
        connection = DriverManager.getConnection(space.databaseUrl(), space.databaseUser(), space.databasePassword());
        for (String migration : List.of("V0001__servers.sql", "V0100__flavors_keypairs_quotas.sql")) {
            Path file = Path.of("src/main/resources/db/migration", migration);
            try (Statement statement = connection.createStatement()) {
                statement.execute(Files.readString(file));
            }
        }
        node = new FakeNode(kafka, "host-a", 4096);
        compute = start();
    }

    @AfterAll
    void everythingEnds() throws SQLException {
        compute.destroyForcibly();
        node.close();
        connection.close();
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.oblako.compute.work.KilledCompute",
                        space.databaseUrl(),
                        space.databaseUser(),
                        space.databasePassword(),
                        space.kafka(),
                        space.topicPrefix(),
                        gate.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        assertThat(answer("ready")).isEqualTo("ready");
        return process;
    }

    /** The next line that begins so; logs in between are left out. */
    private String answer(String beginning) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        return "dead";
    }

    private UUID order(String words) throws IOException {
        orders.write(words);
        orders.newLine();
        orders.flush();
        String answer = answer("did ");
        return answer.equals("dead") ? null : UUID.fromString(answer.substring("did ".length()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aServerComesToItsEndWhateverDies(Case kill) throws IOException, InterruptedException, SQLException {
        UUID server = kill.order().equals("create") ? null : prepared(kill.order());
        Files.writeString(gate.resolve("%s.%s.%s".formatted(kill.saga(), kill.step(), kill.point())), "kill");
        UUID asked = server == null ? order("create") : order(kill.order() + " " + server);
        assertThat(compute.waitFor(30, TimeUnit.SECONDS)).as("died of %s", kill).isTrue();
        assertThat(compute.exitValue()).isEqualTo(137);
        compute = start();
        UUID id = asked == null ? (server == null ? youngest() : server) : asked;
        becomes(id, end(kill.order()));
        if (!kill.order().equals("delete")) {
            order("delete " + id);
            becomes(id, "DELETED");
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(violations()).isEmpty());
        assertThat(node.wishes()).isEmpty();
    }

    private List<String> violations() throws SQLException {
        return Invariants.violations(new ComputeTables(connection).read(node.seen(), 16, 1.5, 1));
    }

    private UUID prepared(String order) throws IOException, SQLException {
        UUID id = order("create");
        becomes(id, "ACTIVE");
        if (order.equals("start")) {
            order("stop " + id);
            becomes(id, "STOPPED");
        }
        return id;
    }

    private static String end(String order) {
        return switch (order) {
            case "stop" -> "STOPPED";
            case "delete" -> "DELETED";
            default -> "ACTIVE";
        };
    }

    private void becomes(UUID id, String state) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(state(id)).isEqualTo(state + " null"));
    }

    private String state(UUID id) throws SQLException {
        return one("select vm_state || ' ' || coalesce(task_state, 'null') from server where id = '" + id + "'");
    }

    private UUID youngest() throws SQLException {
        return UUID.fromString(one("select id from server order by created_at desc limit 1"));
    }

    private String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "absent";
        }
    }
}
