package io.oblako.network.ovn;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.network.api.NetworkCloud;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a request to the rows of a real Northbound database, and back from its {@code up} to the port. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
@QuarkusTestResource(value = OvnIT.Central.class, restrictToAnnotatedClass = true)
class OvnIT {

    /** A Northbound database, and a service that compares everything every two seconds. */
    public static final class Central implements QuarkusTestResourceLifecycleManager {

        private static NorthboundServer server;

        @Override
        public Map<String, String> start() {
            server = new NorthboundServer();
            return Map.of(
                    "oblako.ovn.northbound",
                    server.settings().remotes().getFirst().toString(),
                    "oblako.ovn.whole-every",
                    "2s");
        }

        @Override
        public void stop() {
            server.close();
        }
    }

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Guest GUEST = new Guest("cloud.internal", Duration.ofHours(12));

    private static OvsdbClient client;
    private static Replica replica;

    @Inject
    Models models;

    @Inject
    Marks marks;

    @Inject
    MeterRegistry meters;

    @BeforeAll
    static void watch() {
        client = Central.server.client();
        replica = client.replicate(ReplicaView.spec());
        replica.awaitReady(SOON);
    }

    @AfterAll
    static void leave() {
        client.close();
    }

    private static Optional<Row> row(NbTable table, UUID uuid) {
        return new ReplicaView(replica.snapshot()).row(table, uuid);
    }

    private static Row portRow(String port) {
        UUID uuid = NbNames.portRow(UUID.fromString(port));
        await().atMost(SOON).until(() -> row(NbTable.LOGICAL_SWITCH_PORT, uuid).isPresent());
        return row(NbTable.LOGICAL_SWITCH_PORT, uuid).orElseThrow();
    }

    private static void up(String port, boolean up) {
        var told = Transaction.builder();
        told.update(
                "Logical_Switch_Port",
                Condition.row(NbNames.portRow(UUID.fromString(port))),
                Map.of("up", Value.bool(up)));
        client.transact(told.build());
    }

    private static String status(String project, String port) {
        return as(project, "reader").get("/v2.0/ports/{id}", port).path("port.status");
    }

    @Test
    void aPortIsThereWithItsWallsAndItsAnswersAndGoesAsAWhole() {
        String project = TestIdentity.newProject();
        String network = network(project);
        String subnet = subnet(project, network, "10.0.0.0/24");
        var made = port(project, network, ", 'dns_name': 'web'");
        String port = made.path("port.id");
        Row row = portRow(port);
        String address = made.path("port.mac_address") + " " + made.path("port.fixed_ips[0].ip_address");
        assertThat(row.texts("addresses")).containsExactly(address);
        assertThat(row.texts("port_security")).containsExactly(address);
        assertThat(row.reference("dhcpv4_options")).contains(NbNames.dhcpRow(UUID.fromString(subnet)));
        UUID group = UUID.fromString(made.path("port.security_groups[0]"));
        Row members = row(NbTable.PORT_GROUP, NbNames.groupRow(group)).orElseThrow();
        assertThat(members.references("ports")).contains(row.uuid());
        assertThat(members.references("acls")).hasSize(4);
        assertThat(row(NbTable.PORT_GROUP, NbNames.dropGroupRow()).orElseThrow().references("ports"))
                .contains(row.uuid());
        as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        as(project, "member").delete("/v2.0/networks/{id}", network).then().statusCode(204);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(row(NbTable.LOGICAL_SWITCH_PORT, row.uuid())).isEmpty();
            assertThat(row(NbTable.LOGICAL_SWITCH, NbNames.networkSwitch(UUID.fromString(network))))
                    .isEmpty();
            assertThat(row(NbTable.DHCP_OPTIONS, NbNames.dhcpRow(UUID.fromString(subnet))))
                    .isEmpty();
        });
    }

    @Test
    void aPortIsActiveWhileItIsPluggedIn() {
        String project = TestIdentity.newProject();
        String network = network(project);
        subnet(project, network, "10.0.0.0/24");
        String port = port(project, network, "").path("port.id");
        portRow(port);
        up(port, true);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(project, port)).isEqualTo("ACTIVE"));
        up(port, false);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(project, port)).isEqualTo("DOWN"));
    }

    @Test
    void whatHandsHaveDoneIsHealedAndWhatIsNotOursStays() {
        String project = TestIdentity.newProject();
        String network = network(project);
        subnet(project, network, "10.0.0.0/24");
        var made = port(project, network, "");
        Row row = portRow(made.path("port.id"));
        UUID group = NbNames.groupRow(UUID.fromString(made.path("port.security_groups[0]")));
        UUID foreign = UUID.randomUUID();
        var hands = Transaction.builder();
        hands.insert("Logical_Switch", foreign, Map.of("name", Value.text("of somebody else")));
        hands.delete("Port_Group", Condition.row(group));
        hands.update("Logical_Switch_Port", Condition.row(row.uuid()), Map.of("port_security", Value.texts(List.of())));
        client.transact(hands.build());
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(row(NbTable.PORT_GROUP, group))
                    .hasValueSatisfying(
                            members -> assertThat(members.references("ports")).contains(row.uuid()));
            assertThat(row(NbTable.LOGICAL_SWITCH_PORT, row.uuid()))
                    .hasValueSatisfying(
                            healed -> assertThat(healed.texts("port_security")).isEqualTo(row.texts("port_security")));
        });
        assertThat(row(NbTable.LOGICAL_SWITCH, foreign)).isPresent();
    }

    private double healed() {
        return meters.counter("oblako.network.ovn.healed.rows").count();
    }

    private long wholes() {
        return meters.timer("oblako.network.ovn.whole").count();
    }

    private static ConditionFactory soon() {
        return await().atMost(SOON).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** When a mark is missing the comparison of everything writes it, and says so. */
    @Test
    void everyChangeOfEveryKindIsWrittenBecauseOfItsOwnMark() {
        double before = healed();
        new Tour(request -> {
                    soon().until(() -> marks.oldest(1).isEmpty());
                    soon().untilAsserted(() -> {
                        ReplicaView view = new ReplicaView(replica.snapshot());
                        Diff rest = Differ.whole(new Compiler(GUEST).all(models.all(List.of())), view);
                        assertThat(rest.isEmpty()).as("%s: %s", request, rest).isTrue();
                    });
                    assertThat(healed()).as("rows healed after %s", request).isEqualTo(before);
                })
                .walk();
        long rounds = wholes();
        await().atMost(SOON).until(() -> wholes() > rounds + 1);
        assertThat(healed()).isEqualTo(before);
    }
}
