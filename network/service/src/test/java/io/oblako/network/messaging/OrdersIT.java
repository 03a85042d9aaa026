package io.oblako.network.messaging;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.subnet;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.network.api.NetworkCloud;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.PortFact.Status;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports and groups as compute orders them, seen by the facts that answer. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class OrdersIT {

    private final String project = TestIdentity.newProject();
    private final UUID port = UUID.randomUUID();
    private final Map<String, Optional<PortFact>> facts = new ConcurrentHashMap<>();
    private final KafkaSettings settings =
            new KafkaSettings(NetworkCloud.space().kafka(), NetworkCloud.space().topicPrefix(), "compute");
    private final Publisher publisher = new Publisher(settings);
    private final FactReader<PortFact> reader =
            new FactReader<>(settings, NetworkTopics.PORTS, message -> facts.put(message.key(), message.body()));
    private final Map<String, Optional<SecurityGroupFact>> groups = new ConcurrentHashMap<>();
    private final FactReader<SecurityGroupFact> groupReader = new FactReader<>(
            settings, NetworkTopics.SECURITY_GROUPS, message -> groups.put(message.key(), message.body()));
    private String network = "";

    @BeforeEach
    void aNetwork() {
        reader.start();
        groupReader.start();
        network = network(project);
        subnet(project, network, "10.0.0.0/24");
    }

    @AfterEach
    void close() {
        reader.close();
        groupReader.close();
        publisher.close();
    }

    private void order(NetworkOrder order) {
        publisher.send(NetworkTopics.ORDERS, order.about().toString(), order).join();
    }

    private NetworkOrder.CreatePort create(String on, @Nullable String address, String host, long epoch) {
        return new NetworkOrder.CreatePort(
                port, project, UUID.fromString(on), address, Set.of(), "server", "compute:nova", host, epoch, "req-1");
    }

    private PortFact awaitFact(UUID id, Predicate<PortFact> wanted) {
        await().atMost(15, SECONDS)
                .until(() -> facts.getOrDefault(id.toString(), Optional.empty())
                        .filter(wanted)
                        .isPresent());
        return facts.get(id.toString()).orElseThrow();
    }

    private void awaitGone(UUID id) {
        await().atMost(15, SECONDS)
                .until(() -> facts.containsKey(id.toString())
                        && facts.get(id.toString()).isEmpty());
    }

    @Test
    void aPortIsMadeBoundLetGoAndDeletedAsOrdered() {
        order(create(network, "10.0.0.9", "node-1", 1));
        PortFact made = awaitFact(port, fact -> true);
        assertThat(made.status()).isEqualTo(Status.BUILD);
        assertThat(made.host()).isEqualTo("node-1");
        assertThat(made.fixedIps()).extracting(PortFact.FixedIp::address).containsExactly("10.0.0.9");
        assertThat(made.createdBy()).isEqualTo("req-1");
        assertThat(made.securityGroups()).hasSize(1);
        assertThat(made.deviceOwner()).isEqualTo("compute:nova");
        order(create(network, "10.0.0.9", "node-1", 1));
        order(new NetworkOrder.BindPort(port, project, "server", "compute:nova", "node-2", 3, "req-2"));
        awaitFact(port, fact -> fact.host().equals("node-2") && fact.epoch() == 3);
        order(new NetworkOrder.BindPort(port, project, "server", "compute:nova", "node-1", 2, "req-3"));
        order(new NetworkOrder.UnbindPort(port, "server", 2, "req-4"));
        order(new NetworkOrder.UnbindPort(port, "other", 9, "req-5"));
        order(new NetworkOrder.UnbindPort(port, "server", 4, "req-6"));
        PortFact unbound = awaitFact(port, fact -> fact.host().isEmpty());
        assertThat(unbound.deviceId()).isEmpty();
        assertThat(unbound.epoch()).isEqualTo(4);
        assertThat(unbound.status()).isEqualTo(Status.DOWN);
        order(new NetworkOrder.BindPort(port, project, "server", "compute:nova", "node-1", 5, "req-7"));
        awaitFact(port, fact -> fact.epoch() == 5);
        order(new NetworkOrder.DeletePort(port, "other", "req-8"));
        order(new NetworkOrder.DeletePort(port, "server", "req-9"));
        awaitGone(port);
        as(project, "reader").get("/v2.0/ports/{id}", port).then().statusCode(404);
    }

    @Test
    void anOrderThatCannotBeIsAnsweredWithAnErrorAndTakenBack() {
        order(create(UUID.randomUUID().toString(), null, "node-1", 1));
        PortFact refused = awaitFact(port, fact -> fact.status() == Status.ERROR);
        assertThat(refused.failure()).startsWith("Network ").contains("could not be found");
        as(project, "reader").get("/v2.0/ports/{id}", port).then().statusCode(404);
        order(new NetworkOrder.DeletePort(port, "server", "req-2"));
        awaitGone(port);
    }

    @Test
    void NET_01_anOrderForATenantReachesNoForeignNetworkAndNoForeignPort() {
        String stranger = TestIdentity.newProject();
        String foreign = network(stranger);
        order(create(foreign, null, "node-1", 1));
        assertThat(awaitFact(port, fact -> fact.status() == Status.ERROR).failure())
                .contains("could not be found");
        UUID theirs = UUID.fromString(made(port(stranger, foreign, ""), "port"));
        order(new NetworkOrder.BindPort(theirs, project, "server", "compute:nova", "node-1", 1, "req-1"));
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        // Under the same key, so that it comes after that.
        publisher
                .send(
                        NetworkTopics.ORDERS,
                        theirs.toString(),
                        new NetworkOrder.BindPort(mine, project, "server", "compute:nova", "node-1", 1, "req-1"))
                .join();
        awaitFact(mine, fact -> fact.host().equals("node-1"));
        assertThat(awaitFact(theirs, fact -> true).host()).isEmpty();
    }

    @Test
    void eachDeviceCountsItsOwnEpochs() {
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        order(new NetworkOrder.BindPort(mine, project, "server", "compute:nova", "node-1", 7, "req-1"));
        awaitFact(mine, fact -> fact.epoch() == 7);
        order(new NetworkOrder.UnbindPort(mine, "server", 7, "req-2"));
        order(new NetworkOrder.BindPort(mine, project, "another", "compute:nova", "node-2", 1, "req-3"));
        awaitFact(mine, fact -> fact.deviceId().equals("another") && fact.epoch() == 1);
    }

    @Test
    void aPortJoinsAndLeavesGroupsOfItsProjectAlone() {
        String group = made(post(project, "security-groups", "security_group", "{'name': 'web'}"), "security_group");
        String foreign = made(
                post(TestIdentity.newProject(), "security-groups", "security_group", "{'name': 'web'}"),
                "security_group");
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        Set<UUID> standard = awaitFact(mine, fact -> true).securityGroups();
        order(new NetworkOrder.ChangeGroups(mine, project, Set.of(UUID.fromString(foreign)), standard, "req-1"));
        order(new NetworkOrder.ChangeGroups(mine, project, Set.of(UUID.fromString(group)), Set.of(), "req-2"));
        PortFact both = awaitFact(mine, fact -> fact.securityGroups().size() == 2);
        assertThat(both.securityGroups()).containsAll(standard).contains(UUID.fromString(group));
        order(new NetworkOrder.ChangeGroups(mine, project, Set.of(), standard, "req-3"));
        assertThat(awaitFact(mine, fact -> fact.securityGroups().size() == 1).securityGroups())
                .containsExactly(UUID.fromString(group));
    }

    @Test
    void aPortGetsAnotherAddressAndLosesOne() {
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        String first = awaitFact(mine, fact -> true).fixedIps().getFirst().address();
        order(new NetworkOrder.AddAddress(mine, TestIdentity.newProject(), 1, "req-1"));
        order(new NetworkOrder.AddAddress(mine, project, 1, "req-2"));
        order(new NetworkOrder.AddAddress(mine, project, 1, "req-3"));
        order(new NetworkOrder.TakeAddress(mine, project, "10.0.0.255", "req-4"));
        order(new NetworkOrder.TakeAddress(mine, project, first, "req-5"));
        PortFact left = awaitFact(
                mine,
                fact -> fact.fixedIps().stream().noneMatch(ip -> ip.address().equals(first)));
        assertThat(left.fixedIps()).hasSize(1);
    }

    private SecurityGroupFact awaitGroup(UUID id, Predicate<SecurityGroupFact> wanted) {
        await().atMost(15, SECONDS)
                .until(() -> groups.getOrDefault(id.toString(), Optional.empty())
                        .filter(wanted)
                        .isPresent());
        return groups.get(id.toString()).orElseThrow();
    }

    private void awaitGroupGone(UUID id) {
        await().atMost(15, SECONDS)
                .until(() -> groups.containsKey(id.toString())
                        && groups.get(id.toString()).isEmpty());
    }

    @Test
    void aGroupIsMadeDescribedAndDeletedAsOrdered() {
        UUID group = UUID.randomUUID();
        order(new NetworkOrder.MakeGroup(group, project, "web", "lets HTTP in", "req-1"));
        order(new NetworkOrder.MakeGroup(group, project, "web", "lets HTTP in", "req-1"));
        assertThat(awaitGroup(group, fact -> true).description()).isEqualTo("lets HTTP in");
        as(project, "reader")
                .get("/v2.0/security-groups/{id}", group)
                .then()
                .body("security_group.security_group_rules.direction", contains("egress", "egress"));
        order(new NetworkOrder.DescribeGroup(group, project, "db", "", "req-2"));
        assertThat(awaitGroup(group, fact -> fact.name().equals("db")).project())
                .isEqualTo(project);
        order(new NetworkOrder.DeleteGroup(group, TestIdentity.newProject(), "req-3"));
        order(new NetworkOrder.DescribeGroup(group, project, "default", "", "req-4"));
        order(new NetworkOrder.DescribeGroup(group, project, "last", "", "req-5"));
        awaitGroup(group, fact -> fact.name().equals("last"));
        order(new NetworkOrder.DeleteGroup(group, project, "req-6"));
        awaitGroupGone(group);
        as(project, "reader").get("/v2.0/security-groups/{id}", group).then().statusCode(404);
    }

    @Test
    void aGroupStaysWhilePortsAreInItAndTheDefaultOneForGood() {
        UUID group = UUID.randomUUID();
        order(new NetworkOrder.MakeGroup(group, project, "web", "", "req-1"));
        awaitGroup(group, fact -> true);
        String inside = made(port(project, network, ", 'security_groups': ['%s']".formatted(group)), "port");
        order(new NetworkOrder.DeleteGroup(group, project, "req-2"));
        order(new NetworkOrder.DescribeGroup(group, project, "used", "", "req-3"));
        awaitGroup(group, fact -> fact.name().equals("used"));
        as(project, "member").delete("/v2.0/ports/{id}", inside).then().statusCode(204);
        order(new NetworkOrder.MakeGroup(UUID.randomUUID(), project, "default", "", "req-4"));
        UUID standard = UUID.fromString(as(project, "reader")
                .get("/v2.0/security-groups?name=default")
                .then()
                .body("security_groups", hasSize(1))
                .extract()
                .path("security_groups[0].id"));
        order(new NetworkOrder.DeleteGroup(standard, project, "req-5"));
        order(new NetworkOrder.DescribeGroup(standard, project, "default", "mine", "req-6"));
        awaitGroup(standard, fact -> "mine".equals(fact.description()));
    }

    @Test
    void noMoreGroupsAreMadeThanTheQuotaLets() {
        // The default group, which comes with the first one, counts as well.
        put(project, "admin", "quotas/" + project, "{'quota': {'security_group': 2}}")
                .statusCode(200);
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        order(new NetworkOrder.MakeGroup(first, project, "a", "", "req-1"));
        awaitGroup(first, fact -> true);
        order(new NetworkOrder.MakeGroup(second, project, "b", "", "req-2"));
        awaitGroupGone(second);
        as(project, "reader").get("/v2.0/security-groups/{id}", second).then().statusCode(404);
    }

    @Test
    void aFloatingIpLeadsWhereItCan() {
        String external = externalNetwork("203.0.113.0/24");
        UUID floatingIp = UUID.fromString(made(
                post(project, "floatingips", "floatingip", "{'floating_network_id': '%s'}".formatted(external)),
                "floatingip"));
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        String fixed = awaitFact(mine, fact -> true).fixedIps().getFirst().address();
        // No router joins the two networks.
        order(new NetworkOrder.LeadFloatingIp(mine, project, floatingIp, true, fixed, "req-1"));
        String router = made(
                post(
                        project,
                        "routers",
                        "router",
                        "{'name': 'r', 'external_gateway_info': {'network_id': '%s'}}".formatted(external)),
                "router");
        put(
                        project,
                        "member",
                        "routers/" + router + "/add_router_interface",
                        "{'subnet_id': '%s'}"
                                .formatted(awaitFact(mine, fact -> true)
                                        .fixedIps()
                                        .getFirst()
                                        .subnet()))
                .statusCode(200);
        order(new NetworkOrder.LeadFloatingIp(mine, project, floatingIp, true, fixed, "req-2"));
        PortFact led = awaitFact(mine, fact -> !fact.floatingIps().isEmpty());
        assertThat(led.floatingIps().getFirst().fixed()).isEqualTo(fixed);
        order(new NetworkOrder.LeadFloatingIp(UUID.randomUUID(), project, floatingIp, false, null, "req-3"));
        order(new NetworkOrder.LeadFloatingIp(mine, project, floatingIp, false, null, "req-4"));
        awaitFact(mine, fact -> fact.floatingIps().isEmpty());
    }

    @Test
    void aTenantsPortStaysTheirsWhenTheServerGoes() {
        UUID mine = UUID.fromString(made(port(project, network, ""), "port"));
        order(new NetworkOrder.BindPort(mine, project, "server", "compute:nova", "node-1", 1, "req-1"));
        awaitFact(mine, fact -> fact.host().equals("node-1"));
        order(new NetworkOrder.BindPort(mine, project, "another", "compute:nova", "node-1", 2, "req-2"));
        order(new NetworkOrder.DeletePort(mine, "server", "req-3"));
        PortFact free = awaitFact(mine, fact -> fact.host().isEmpty());
        assertThat(free.deviceId()).isEmpty();
        as(project, "reader").get("/v2.0/ports/{id}", mine).then().statusCode(200);
    }
}
