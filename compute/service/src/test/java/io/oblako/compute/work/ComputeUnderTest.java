package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.testing.Engines;
import io.oblako.testing.check.CloudState;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link KilledCompute} on a database and a broker of its own, the gate at its steps, and what its tables say. */
final class ComputeUnderTest implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(120);

    private final Path gate;
    private final boolean networked;
    private final Engines.Space space;
    private final KafkaSettings kafka;
    private final Connection connection;
    private final FactReader<?> factReader;
    private final Set<String> heard = new HashSet<>();
    private final List<CloudState.Fact> facts = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Process process;
    private BufferedReader answers;
    private BufferedWriter orders;

    /** @param gate folder of the step gate */
    /** @param networked whether servers get a port; who plays the network service then is said by the test */
    ComputeUnderTest(String name, Path gate, boolean networked) throws IOException, SQLException {
        this.gate = gate;
        this.networked = networked;
        space = Engines.space(name);
        kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "test");
        KafkaClients.makeTopics(
                kafka,
                List.of(
                        ComputeTopics.SERVERS,
                        ComputeTopics.DESIRED,
                        ComputeTopics.REPORTS,
                        ImageTopics.ORDERS,
                        ImageTopics.IMAGES,
                        NetworkTopics.NETWORKS,
                        NetworkTopics.PORTS,
                        NetworkTopics.SECURITY_GROUPS,
                        NetworkTopics.FLOATING_IPS,
                        NetworkTopics.ORDERS));
        connection = connect();
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/db/migration"));
                Statement statement = connection.createStatement()) {
            for (Path migration : migrations.sorted().toList()) {
                statement.execute(Files.readString(migration));
            }
        }
        factReader = new FactReader<>(kafka, ComputeTopics.SERVERS, message -> {
                    synchronized (facts) {
                        // What was sent again because its sender died bears the same id.
                        if (heard.add(message.id())) {
                            long generation = message.body().isEmpty()
                                    ? -1
                                    : message.body().get().generation();
                            facts.add(new CloudState.Fact(message.key(), generation));
                        }
                    }
                })
                .start();
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /**
     * From now on hosts count as alive, however long it takes to start their daemon on a machine that is busy with other
     * tests: a host that is given up for its silence is another story than one whose daemon was killed.
     */
    void noHostIsGivenUp() {
        var _ = timer.scheduleAtFixedRate(this::hearAllHosts, 0, 500, TimeUnit.MILLISECONDS);
    }

    private void hearAllHosts() {
        try (Connection own = connect();
                Statement statement = own.createStatement()) {
            statement.execute("update host set last_seen = clock_timestamp()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(space.databaseUrl(), space.databaseUser(), space.databasePassword());
    }

    /** Starts the process; there must be a host already. */
    void start() throws IOException {
        process = new ProcessBuilder(
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
                        gate.toString(),
                        Boolean.toString(networked))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        assertThat(answer("ready")).isEqualTo("ready");
    }

    /** Waits until the process has died at its gate, and starts another one. */
    void diesAndStartsAgain(String of) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("died of %s", of).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        start();
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

    /** @return the server's id; absent when the process died before it could say it */
    UUID order(String words) throws IOException {
        orders.write(words);
        orders.newLine();
        orders.flush();
        String answer = answer("did ");
        return answer.equals("dead") ? null : UUID.fromString(answer.substring("did ".length()));
    }

    /** A server at rest to which the order may be given. */
    UUID prepared(String order) throws IOException, SQLException {
        UUID id = order("create");
        becomes(id, "ACTIVE");
        if (order.equals("detach")) {
            order("attach " + id);
            becomes(id, "ACTIVE");
        }
        if (order.equals("start")) {
            order("stop " + id);
            becomes(id, "STOPPED");
        }
        return id;
    }

    /** The state in which an order leaves a server. */
    static String end(String order) {
        return switch (order) {
            case "stop" -> "STOPPED";
            case "delete" -> "DELETED";
            default -> "ACTIVE";
        };
    }

    /** Waits until the server rests in the state. */
    void becomes(UUID id, String state) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(state(id))
                        .as("server %s, whose fault is %s", id, fault(id))
                        .isEqualTo(state + " null"));
    }

    private String state(UUID id) throws SQLException {
        return one("select vm_state || ' ' || coalesce(task_state, 'null') from server where id = '" + id + "'");
    }

    /** The fault that the server shows; "absent" when it has none. */
    String fault(UUID id) throws SQLException {
        return one("select fault->>'message' from server where id = '" + id + "' and fault is not null");
    }

    UUID youngest() throws SQLException {
        return UUID.fromString(one("select id from server order by created_at desc limit 1"));
    }

    private String one(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "absent";
        }
    }

    /** Waits until the checker of the invariants finds nothing. */
    void comesToRest(Guests guests) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(Invariants.violations(observed(guests.seen())))
                        .isEmpty());
    }

    /** What a scan of all hosts finds. */
    @FunctionalInterface
    interface Guests {
        List<CloudState.Guest> seen() throws IOException;
    }

    private CloudState observed(List<CloudState.Guest> guests) throws SQLException {
        CloudState tables = new ComputeTables(connection).read(guests, 16, 1.5, 1);
        synchronized (facts) {
            return new CloudState(
                    tables.servers(),
                    tables.allocations(),
                    tables.hosts(),
                    tables.usage(),
                    tables.guests(),
                    tables.actions(),
                    facts,
                    tables.unfinishedSagas());
        }
    }

    @Override
    public void close() throws SQLException {
        if (process != null) {
            process.destroyForcibly();
        }
        timer.shutdownNow();
        factReader.close();
        connection.close();
    }
}
