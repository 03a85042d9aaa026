package io.oblako.network.messaging;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.subnet;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Topic;
import io.oblako.network.api.NetworkCloud;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What the other services hear, read as they read it. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class FactsIT {

    private static <T> FactReader<T> reading(Topic<T> topic, Map<String, Optional<T>> into) {
        KafkaSettings settings = new KafkaSettings(
                NetworkCloud.space().kafka(), NetworkCloud.space().topicPrefix(), "facts-test");
        return new FactReader<>(settings, topic, message -> into.put(message.key(), message.body())).start();
    }

    @Test
    void factsFollowNetworksPortsAndGroups() {
        Map<String, Optional<NetworkFact>> networks = new ConcurrentHashMap<>();
        Map<String, Optional<PortFact>> ports = new ConcurrentHashMap<>();
        Map<String, Optional<SecurityGroupFact>> groups = new ConcurrentHashMap<>();
        String project = TestIdentity.newProject();
        try (var a = reading(NetworkTopics.NETWORKS, networks);
                var b = reading(NetworkTopics.PORTS, ports);
                var c = reading(NetworkTopics.SECURITY_GROUPS, groups)) {
            String network = network(project);
            String subnet = subnet(project, network, "10.0.0.0/24");
            var made = port(project, network, ", 'dns_name': 'web'");
            String port = made.path("port.id");
            String group = made.path("port.security_groups[0]");
            await().atMost(10, SECONDS).untilAsserted(() -> {
                assertThat(networks.get(network).orElseThrow().subnets())
                        .extracting(Object::toString)
                        .containsExactly(subnet);
                assertThat(ports.get(port).orElseThrow().fixedIps()).hasSize(1);
                assertThat(groups.get(group).orElseThrow().name()).isEqualTo("default");
                assertThat(groups.get(group).orElseThrow().description()).isEqualTo("Default security group");
            });
            PortFact fact = ports.get(port).orElseThrow();
            assertThat(fact.dnsName()).isEqualTo("web");
            assertThat(fact.mtu()).isEqualTo(1442);
            assertThat(fact.status()).isEqualTo(PortFact.Status.DOWN);
            assertThat(fact.subnets()).singleElement().satisfies(of -> {
                assertThat(of.gateway()).isEqualTo("10.0.0.1");
                assertThat(of.dnsNameservers()).isEmpty();
            });
            as(project, "member")
                    .contentType("application/json")
                    .body("{\"subnet\": {\"dns_nameservers\": [\"9.9.9.9\"]}}")
                    .put("/v2.0/subnets/{id}", subnet)
                    .then()
                    .statusCode(200);
            await().atMost(10, SECONDS)
                    .untilAsserted(() -> assertThat(ports.get(port)
                                    .orElseThrow()
                                    .subnets()
                                    .getFirst()
                                    .dnsNameservers())
                            .containsExactly("9.9.9.9"));
            as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
            as(project, "member").delete("/v2.0/networks/{id}", network).then().statusCode(204);
            await().atMost(10, SECONDS).untilAsserted(() -> {
                assertThat(ports.get(port)).isEmpty();
                assertThat(networks.get(network)).isEmpty();
            });
        }
    }

    @Test
    void factsTellWhereFloatingIpsLead() {
        Map<String, Optional<PortFact>> ports = new ConcurrentHashMap<>();
        Map<String, Optional<FloatingIpFact>> floatingIps = new ConcurrentHashMap<>();
        String project = TestIdentity.newProject();
        try (var a = reading(NetworkTopics.PORTS, ports);
                var b = reading(NetworkTopics.FLOATING_IPS, floatingIps)) {
            String external = externalNetwork("203.0.113.0/24");
            String network = network(project);
            String subnet = subnet(project, network, "10.0.0.0/24");
            String gateway = "{'external_gateway_info': {'network_id': '%s'}}".formatted(external);
            String router = made(post(project, "routers", "router", gateway), "router");
            as(project, "member")
                    .contentType("application/json")
                    .body("{\"subnet_id\": \"%s\"}".formatted(subnet))
                    .put("/v2.0/routers/{id}/add_router_interface", router)
                    .then()
                    .statusCode(200);
            String port = made(port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.9'}]"), "port");
            var made = post(
                    project,
                    "floatingips",
                    "floatingip",
                    "{'floating_network_id': '%s', 'port_id': '%s'}".formatted(external, port));
            String id = made(made, "floatingip");
            String address = made.path("floatingip.floating_ip_address");
            await().atMost(10, SECONDS).untilAsserted(() -> {
                assertThat(ports.get(port).orElseThrow().floatingIps())
                        .containsExactly(new PortFact.FloatingIp("10.0.0.9", address));
                assertThat(floatingIps.get(id).orElseThrow().fixed()).isEqualTo("10.0.0.9");
            });
            as(project, "member").delete("/v2.0/floatingips/{id}", id).then().statusCode(204);
            await().atMost(10, SECONDS).untilAsserted(() -> {
                assertThat(ports.get(port).orElseThrow().floatingIps()).isEmpty();
                assertThat(floatingIps.get(id)).isEmpty();
            });
        }
    }
}
