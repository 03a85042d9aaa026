package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.network.api.NetworkCloud;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.testing.Engines;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network service as it was built, in a process of its own that is killed and started again, on a database and topics
 * of its own, with OVN's databases and ovn-northd beside it: and what can be seen of it all. Rest Assured asks it.
 */
final class NetworkUnderTest implements AutoCloseable {

    /** System property: the jar of the built service. Tests before it is built go without. */
    static final String JAR = "network.service.jar";

    static final Duration LONG = Duration.ofSeconds(60);

    private static final String LOCAL = "127.0.0.1";
    private static final int KILLED = 137;

    /** What a tenant's request can leave behind. */
    private static final String THINGS = """
            select 'network ' || id from network union all select 'subnet ' || id from subnet
            union all select 'port ' || id from port union all select 'router ' || id from router
            union all select 'address ' || address || ' of ' || port_id from ip_allocation
            union all select 'membership of ' || port_id from port_security_group
            union all select 'floating ip ' || id from floatingip
            union all select 'group ' || id from security_group union all select 'rule ' || id from security_group_rule
            """;

    private final Path folder;
    private final Map<String, String> config = new NetworkCloud().start();
    private final int managementPort = freePort();
    private final OvnProcesses ovn = new OvnProcesses("h1", List.of());
    private final OvsdbClient client = ovn.northbound().client();
    private final Replica northbound = client.replicate(ReplicaView.spec());
    private final HeldDatabase database;
    private final Publisher orders;
    private final Heard<PortFact> ports;
    private final Heard<FloatingIpFact> floatingIps;
    private Process process;
    /** How many rows the process has mended for a good reason: the first one finds an empty database. */
    private double mended;

    /** @param folder empty, for files of the service */
    NetworkUnderTest(Path folder) throws IOException, SQLException {
        this.folder = folder;
        RestAssured.baseURI = "http://" + LOCAL;
        RestAssured.port = freePort();
        try {
            start();
            await().atMost(LONG).until(() -> meter("whole_seconds_count") > 0);
            mended = meter("healed_rows_total");
            Engines.Space space = NetworkCloud.space();
            database = new HeldDatabase(space);
            KafkaSettings kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "compute");
            orders = new Publisher(kafka);
            ports = new Heard<>(kafka, NetworkTopics.PORTS, PortFact::revision);
            floatingIps = new Heard<>(kafka, NetworkTopics.FLOATING_IPS, FloatingIpFact::revision);
        } catch (IOException | SQLException | RuntimeException | AssertionError e) {
            end();
            throw e;
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when it is ready. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve("network.jsa"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-Dquarkus.http.host=" + LOCAL,
                "-Dquarkus.http.port=" + RestAssured.port,
                "-Dquarkus.management.port=" + managementPort,
                "-Doblako.replica=1",
                "-Doblako.ovn.northbound="
                        + ovn.northbound().settings().remotes().getFirst(),
                "-Doblako.ovn.whole-every=PT0.3S"));
        config.forEach((key, value) -> command.add("-D" + key + '=' + value));
        command.addAll(List.of("-jar", System.getProperty(JAR)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().clear();
        process = builder.start();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions() // Nobody listens yet.
                .until(() -> !process.isAlive() || management("health/ready").statusCode() == 200);
        assertThat(process.isAlive())
                .as(() -> "the service runs; it said: " + said())
                .isTrue();
    }

    private Path log() {
        return folder.resolve("network.log");
    }

    private String said() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("the service died").isTrue();
        assertThat(process.exitValue()).isEqualTo(KILLED);
        mended = 0;
    }

    /** In good order: only then its classes are kept, and all later processes are there sooner. */
    void restart() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as("the service ended")
                .isTrue();
        mended = 0;
        start();
    }

    OvnProcesses ovn() {
        return ovn;
    }

    HeldDatabase database() {
        return database;
    }

    /** As compute sends it. */
    void order(NetworkOrder order) {
        orders.send(NetworkTopics.ORDERS, order.about().toString(), order).join();
    }

    Heard<PortFact> ports() {
        return ports;
    }

    Heard<FloatingIpFact> floatingIps() {
        return floatingIps;
    }

    /** How many orders have had their effect. */
    long ordersFollowed() throws SQLException {
        return database.number("select count(*) from inbox");
    }

    /** Until everybody is told, OVN too. */
    void settles() {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                database.number("select (select count(*) from outbox) + (select count(*) from dirty)"))
                        .isZero());
    }

    /** Until that, and then comparing everything twice more finds nothing to mend. */
    void comesToRest() {
        settles();
        double rounds = meter("whole_seconds_count");
        await().atMost(LONG).until(() -> meter("whole_seconds_count") >= rounds + 2);
        assertThat(meter("healed_rows_total"))
                .as("rows of the Northbound database that differed and nothing had marked")
                .isEqualTo(mended);
        assertThat(ports.disorder()).isEmpty();
        assertThat(floatingIps.disorder()).isEmpty();
    }

    private double meter(String name) {
        Matcher line = Pattern.compile("(?m)^oblako_network_ovn_" + name + "(?:\\{[^}]*})? (\\S+)$")
                .matcher(management("metrics").asString());
        assertThat(line.find()).as("the meter %s", name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private Response management(String page) {
        return RestAssured.given().port(managementPort).get("/q/" + page);
    }

    /** Everything there is in the database, in the Northbound database and in what hosts are told, line by line. */
    Set<String> inventory() throws SQLException {
        Set<String> all = new TreeSet<>(database.texts(THINGS));
        ovn.bindings().forEach(port -> all.add("binding of " + port));
        northbound.awaitReady(LONG);
        ReplicaView view = new ReplicaView(northbound.snapshot());
        for (NbTable table : NbTable.values()) {
            view.rows(table).forEach(row -> all.add(table + " " + row.uuid()));
        }
        return all;
    }

    private void end() {
        if (process != null) {
            process.destroyForcibly();
        }
        client.close();
        ovn.close();
    }

    @Override
    public void close() throws SQLException {
        ports.close();
        floatingIps.close();
        orders.close();
        database.close();
        end();
    }
}
