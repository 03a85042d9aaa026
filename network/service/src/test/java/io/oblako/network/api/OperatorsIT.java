package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators look at: flow logs and agents. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class OperatorsIT {

    private final String project = TestIdentity.newProject();

    private Response log(String attributes) {
        return send(
                project, "admin", "log/logs", "{'log': {'resource_type': 'security_group'%s}}".formatted(attributes));
    }

    @Test
    void packetsOfAGroupAreLogged() {
        String group = made(post(project, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        Response made = log(", 'resource_id': '%s', 'event': 'DROP', 'name': 'l'".formatted(group));
        made.then()
                .statusCode(201)
                .body("log.enabled", equalTo(true))
                .body("log.event", equalTo("DROP"))
                .body("log.resource_id", equalTo(group));
        String id = made.path("log.id");
        put(project, "admin", "log/logs/" + id, "{'log': {'enabled': false}}")
                .statusCode(200)
                .body("log.enabled", equalTo(false));
        as(project, "admin").get("/v2.0/log/logs?event=DROP").then().body("logs.id", hasItem(id));
        log(", 'resource_id': '%s'".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("ResourceNotFound"));
        String port = made(port(project, network(project), ""), "port");
        log(", 'resource_id': '%s', 'target_id': '%s'".formatted(group, port))
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("InvalidResourceConstraint"));
        log(", 'target_id': '%s'".formatted(port)).then().statusCode(201);
        as(project, "admin")
                .get("/v2.0/log/loggable-resources")
                .then()
                .body("loggable_resources.type", contains("security_group"));
        as(project, "member").delete("/v2.0/security-groups/{id}", group).then().statusCode(204);
        as(project, "admin")
                .get("/v2.0/log/logs/{id}", id)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("LogResourceNotFound"));
    }

    @Test
    void everyHostIsAnAgentThatIsAliveWhileItsHeartbeatsAreAnswered() {
        KafkaSettings kafka = new KafkaSettings(
                NetworkCloud.space().kafka(), NetworkCloud.space().topicPrefix(), "compute");
        String live = "node-" + UUID.randomUUID();
        String late = "node-" + UUID.randomUUID();
        try (Publisher publisher = new Publisher(kafka)) {
            lease(publisher, live, Instant.now());
            lease(publisher, late, Instant.now().minusSeconds(60));
        }
        await().atMost(15, SECONDS)
                .untilAsserted(() -> as(project, "admin")
                        .get("/v2.0/agents?host={h}&host={i}", live, late)
                        .then()
                        .body("agents.host.toSet()", equalTo(java.util.Set.of(live, late))));
        as(project, "admin").get("/v2.0/agents?host={h}", late).then().body("agents.alive", contains(false));
        String id = as(project, "admin")
                .get("/v2.0/agents?host={h}&alive=True", live)
                .then()
                .body("agents.binary", contains("ovn-controller"))
                .extract()
                .path("agents[0].id");
        as(project, "admin").get("/v2.0/agents/{id}", id).then().body("agent.host", equalTo(live));
        as(project, "admin")
                .get("/v2.0/agents/{id}", UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("AgentNotFound"));
        as(project, "admin").get("/v2.0/agents?host=none").then().body("agents", empty());
        as(project, "admin").get("/v2.0/agents?colour=red").then().statusCode(400);
    }

    private static void lease(Publisher publisher, String node, Instant at) {
        NodeDesired lease = new NodeDesired.Lease(node, 1, 1, "boot", 10_000, false, at);
        publisher.send(ComputeTopics.DESIRED, lease.key(), lease).join();
    }
}
