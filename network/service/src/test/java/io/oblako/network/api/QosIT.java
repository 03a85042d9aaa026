package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class QosIT {

    private final String project = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();

    private String policy(String attributes) {
        return made(send(project, "admin", "qos/policies", "{'policy': " + attributes + "}"), "policy");
    }

    private Response rule(String policy, String type, String attributes) {
        return send(
                project,
                "admin",
                "qos/policies/%s/%s_rules".formatted(policy, type),
                "{'%s_rule': %s}".formatted(type, attributes));
    }

    @Test
    void aPolicyHasOneRuleOfEachTypeAndDirection() {
        String id = policy("{'name': 'slow'}");
        Response limit = rule(id, "bandwidth_limit", "{'max_kbps': 1000, 'max_burst_kbps': 100}");
        limit.then()
                .statusCode(201)
                .body("bandwidth_limit_rule.direction", equalTo("egress"))
                .body("bandwidth_limit_rule.max_kbps", equalTo(1000));
        rule(id, "bandwidth_limit", "{'max_kbps': 2000}")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("QoSRulesConflict"));
        rule(id, "bandwidth_limit", "{'max_kbps': 2000, 'direction': 'ingress'}")
                .then()
                .statusCode(201);
        rule(id, "dscp_marking", "{'dscp_mark': 26}").then().statusCode(201);
        rule(id, "dscp_marking", "{'dscp_mark': 27}").then().statusCode(400);
        rule(id, "minimum_bandwidth", "{'min_kbps': 100}").then().statusCode(201);
        rule(id, "minimum_bandwidth", "{}").then().statusCode(400);
        as(project, "reader")
                .get("/v2.0/qos/policies/{id}", id)
                .then()
                .body(
                        "policy.rules.type",
                        containsInAnyOrder("bandwidth_limit", "bandwidth_limit", "dscp_marking", "minimum_bandwidth"))
                .body("policy.rules.qos_policy_id", hasItem(id))
                .body("policy.revision_number", equalTo(4));
        String rule = limit.path("bandwidth_limit_rule.id");
        String path = "qos/policies/" + id + "/bandwidth_limit_rules";
        put(project, "admin", path + "/" + rule, "{'bandwidth_limit_rule': {'max_kbps': 5}}")
                .statusCode(200)
                .body("bandwidth_limit_rule.max_burst_kbps", equalTo(100));
        as(project, "reader")
                .get("/v2.0/" + path + "?direction=egress")
                .then()
                .body("bandwidth_limit_rules.max_kbps", contains(5));
        String other = policy("{'name': 'other'}");
        as(project, "reader")
                .get("/v2.0/qos/policies/{other}/bandwidth_limit_rules/{rule}", other, rule)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("QosRuleNotFound"));
        as(project, "admin").delete("/v2.0/" + path + "/" + rule).then().statusCode(204);
        as(project, "admin").delete("/v2.0/qos/policies/{id}", id).then().statusCode(204);
        as(project, "reader")
                .get("/v2.0/qos/policies/{id}", id)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("QosPolicyNotFound"));
    }

    @Test
    void tenantsUsePoliciesAndOperatorsMakeThem() {
        send(project, "member", "qos/policies", "{'policy': {'name': 'mine'}}")
                .then()
                .statusCode(403);
        String id = policy("{'name': 'for all', 'shared': true}");
        as(stranger, "reader").get("/v2.0/qos/policies/{id}", id).then().statusCode(200);
        rule(id, "bandwidth_limit", "{'max_kbps': 1}");
        as(stranger, "reader")
                .get("/v2.0/qos/policies/{id}/bandwidth_limit_rules", id)
                .then()
                .body("bandwidth_limit_rules.max_kbps", contains(1));
        send(
                        stranger,
                        "member",
                        "qos/policies/" + id + "/dscp_marking_rules",
                        "{'dscp_marking_rule': {'dscp_mark': 8}}")
                .then()
                .statusCode(403);
        as(project, "reader")
                .get("/v2.0/qos/rule-types")
                .then()
                .body("rule_types.type", contains("bandwidth_limit", "dscp_marking", "minimum_bandwidth"));
    }

    @Test
    void networksPortsAndFloatingIpsHavePolicies() {
        String id = policy("{'name': 'q'}");
        String with = "'qos_policy_id': '%s'".formatted(id);
        String network = made(post(project, "networks", "network", "{" + with + "}"), "network");
        Response made = port(project, network, "");
        made.then().body("port.qos_policy_id", nullValue()).body("port.qos_network_policy_id", equalTo(id));
        String port = made.path("port.id");
        put(project, "member", "ports/" + port, "{'port': {" + with + "}}")
                .statusCode(200)
                .body("port.qos_policy_id", equalTo(id));
        put(project, "member", "ports/" + port, "{'port': {'name': 'n'}}").body("port.qos_policy_id", equalTo(id));
        as(project, "reader").get("/v2.0/ports?qos_policy_id=" + id).then().body("ports.id", contains(port));
        post(
                        project,
                        "floatingips",
                        "floatingip",
                        "{'floating_network_id': '%s', %s}".formatted(externalNetwork("203.0.113.0/24"), with))
                .then()
                .statusCode(201)
                .body("floatingip.qos_policy_id", equalTo(id));
        as(project, "admin")
                .delete("/v2.0/qos/policies/{id}", id)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("QosPolicyInUse"))
                .body("NeutronError.message", startsWith("QoS Policy"));
        port(stranger, network(stranger), ", " + with).then().statusCode(404);
        port(project, network, ", 'qos_policy_id': '%s'".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404);
        put(project, "member", "ports/" + port, "{'port': {'qos_policy_id': null}}")
                .body("port.qos_policy_id", nullValue());
    }

    @Test
    void aProjectHasOneDefaultPolicyForNewNetworks() {
        String id = policy("{'is_default': true}");
        send(project, "admin", "qos/policies", "{'policy': {'is_default': true}}")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("QoSPolicyDefaultAlreadyExists"));
        post(project, "networks", "network", "{}").then().body("network.qos_policy_id", equalTo(id));
        post(project, "networks", "network", "{'qos_policy_id': null}")
                .then()
                .body("network.qos_policy_id", nullValue());
        as(project, "reader")
                .get("/v2.0/networks?qos_policy_id=" + UUID.randomUUID())
                .then()
                .body("networks", empty());
    }
}
