package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class SecurityGroupsIT {

    private final String project = TestIdentity.newProject();

    private String group(String name) {
        return made(
                post(project, "security-groups", "security_group", "{'name': '%s'}".formatted(name)), "security_group");
    }

    private Response rule(String group, String more) {
        return post(
                project,
                "security-group-rules",
                "security_group_rule",
                "{'security_group_id': '%s', 'direction': 'ingress'%s}".formatted(group, more));
    }

    @Test
    void theDefaultGroupIsThereFromTheFirstLookOnAndOnlyOnce() {
        List<Integer> looks = IntStream.range(0, 8)
                .parallel()
                .mapToObj(
                        i -> as(project, "reader").get("/v2.0/security-groups").statusCode())
                .toList();
        assertThat(looks).containsOnly(200);
        as(project, "reader")
                .get("/v2.0/security-groups")
                .then()
                .body("security_groups.name", contains("default"))
                .body("security_groups[0].stateful", equalTo(true))
                .body("security_groups[0].security_group_rules", hasSize(4))
                .body(
                        "security_groups[0].security_group_rules.direction",
                        containsInAnyOrder("egress", "egress", "ingress", "ingress"));
        post(project, "security-groups", "security_group", "{'name': 'default'}")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("SecurityGroupDefaultAlreadyExists"));
        String id = as(project, "reader").get("/v2.0/security-groups").path("security_groups[0].id");
        as(project, "member").delete("/v2.0/security-groups/{id}", id).then().statusCode(409);
        put(project, "member", "security-groups/" + id, "{'security_group': {'name': 'x'}}")
                .statusCode(409);
        put(project, "member", "security-groups/" + id, "{'security_group': {'description': 'x'}}")
                .statusCode(200);
    }

    @Test
    void aNewGroupLetsEverythingOutAndNothingIn() {
        Response made = post(project, "security-groups", "security_group", "{'name': 'web', 'stateful': false}");
        String id = made(made, "security_group");
        made.then()
                .body("security_group.stateful", equalTo(false))
                .body("security_group.security_group_rules.direction", contains("egress", "egress"))
                .body("security_group.security_group_rules.ethertype", containsInAnyOrder("IPv4", "IPv6"))
                .body("security_group.security_group_rules[0]", not(hasKey("name")));
        put(project, "member", "security-groups/" + id, "{'security_group': {'name': 'db', 'stateful': true}}")
                .statusCode(200)
                .body("security_group.name", equalTo("db"))
                .body("security_group.stateful", equalTo(true));
        as(project, "member").delete("/v2.0/security-groups/{id}", id).then().statusCode(204);
        as(project, "reader")
                .get("/v2.0/security-groups/{id}", id)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("SecurityGroupNotFound"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22 | tcp",
                "'protocol': 'TCP', 'port_range_min': 80, 'port_range_max': 90 | tcp",
                "'protocol': 6 | 6",
                "'protocol': '17' | 17",
                "'protocol': 'icmp', 'port_range_min': 8, 'port_range_max': 0 | icmp",
                "'protocol': 'ipv6-icmp', 'ethertype': 'IPv6' | ipv6-icmp",
                "'protocol': 'vrrp' | vrrp"
            },
            quoteCharacter = '"')
    void rulesAreMade(String more, String protocol) {
        String group = group("g");
        Response made = rule(group, ", " + more);
        made.then().statusCode(201).body("security_group_rule.protocol", equalTo(protocol));
        String id = made.path("security_group_rule.id");
        as(project, "reader")
                .get("/v2.0/security-groups/{id}", group)
                .then()
                .body("security_group.security_group_rules.id", hasItem(id))
                .body("security_group.revision_number", equalTo(1));
        as(project, "member")
                .delete("/v2.0/security-group-rules/{id}", id)
                .then()
                .statusCode(204);
        as(project, "reader").get("/v2.0/security-group-rules/{id}", id).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'protocol': 'nonsense'",
                "'protocol': 256",
                "'protocol': -1",
                "'protocol': 'tcp', 'port_range_min': 22",
                "'protocol': 'tcp', 'port_range_min': 80, 'port_range_max': 22",
                "'protocol': 'tcp', 'port_range_min': 1, 'port_range_max': 65536",
                "'port_range_min': 22, 'port_range_max': 22",
                "'protocol': 'icmp', 'port_range_min': 256",
                "'ethertype': 'IPv5'",
                "'remote_ip_prefix': '10.0.0.0/33'",
                "'remote_ip_prefix': 'bad_prefix'",
                "'remote_ip_prefix': '2001:db8::/32'",
                "'protocol': 'ipv6-icmp'",
                "'direction': 'sideways'",
                "'normalized_cidr': '10.0.0.0/8'"
            })
    void NET_08_badRulesAreRefused(String more) {
        String body = more.startsWith("'direction'")
                ? "{'security_group_id': '%s', %s}".formatted(group("g"), more)
                : "{'security_group_id': '%s', 'direction': 'ingress', %s}".formatted(group("g"), more);
        post(project, "security-group-rules", "security_group_rule", body)
                .then()
                .statusCode(400);
    }

    /** Clients and interoperability tests look for these words of Neutron's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | -16 | 80 | Invalid value for port -16",
                "tcp | 80 | 79 | port_range_min must be <= port_range_max",
                "tcp | 80 | 65536 | Invalid value for port 65536",
                "tcp | null | 6 | port_range_min must be <= port_range_max",
                "tcp | 'ssh' | 22 | Invalid value for port ssh",
                "tcp | 1.5 | 22 | Invalid value for port 1.5",
                "icmp | 1 | 256 | Invalid value for ICMP code",
                "icmp | -1 | 25 | Invalid value",
                "icmp | null | 6 | ICMP type (port-range-min) is missing",
                "icmp | 300 | 1 | Invalid value for ICMP type"
            },
            quoteCharacter = '"')
    void NET_08_theReasonSaysWhichPortIsBad(String protocol, String least, String most, String reason) {
        String ports = ", 'protocol': '%s', 'port_range_min': %s, 'port_range_max': %s";
        rule(group("g"), ports.formatted(protocol, least, most))
                .then()
                .statusCode(400)
                .body("NeutronError.message", containsString(reason));
    }

    @Test
    void theSameRuleIsNotMadeTwice() {
        String group = group("g");
        String ssh = ", 'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22";
        rule(group, ssh + ", 'remote_ip_prefix': '10.1.2.3/8'")
                .then()
                .statusCode(201)
                .body("security_group_rule.remote_ip_prefix", equalTo("10.1.2.3/8"))
                .body("security_group_rule.normalized_cidr", equalTo("10.0.0.0/8"));
        rule(group, ssh.replace("'tcp'", "6") + ", 'remote_ip_prefix': '10.0.0.0/8'")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("SecurityGroupRuleExists"));
        rule(group, ssh).then().statusCode(201).body("security_group_rule.remote_ip_prefix", nullValue());
        rule(group, ssh + ", 'remote_ip_prefix': '0.0.0.0/0'").then().statusCode(409);
    }

    @Test
    void oneOfManyEqualRulesMadeAtOnceIsMade() {
        String group = group("g");
        List<Integer> statuses = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> rule(group, ", 'protocol': 'udp'").statusCode())
                .toList();
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    }

    @Test
    void NET_15_rulesNameGroupsThatAreThere() {
        String group = group("g");
        rule(group, ", 'remote_group_id': '%s'".formatted(group("h"))).then().statusCode(201);
        rule(group, ", 'remote_group_id': '%s'".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("SecurityGroupNotFound"));
        rule(group, ", 'remote_group_id': 'bad_group_id'")
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("SecurityGroupNotFound"));
        rule("bad_group_id", "").then().statusCode(404);
        as(project, "reader")
                .get("/v2.0/security-group-rules?remote_group_id=bad_group_id")
                .then()
                .statusCode(200)
                .body("security_group_rules", hasSize(0));
        String stranger = TestIdentity.newProject();
        String theirs = made(post(stranger, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        rule(group, ", 'remote_group_id': '%s'".formatted(theirs)).then().statusCode(404);
        rule(theirs, "").then().statusCode(404);
        rule(UUID.randomUUID().toString(), "").then().statusCode(404);
        rule(group, ", 'remote_address_group_id': '%s'".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("AddressGroupNotFound"));
        rule(group, ", 'remote_group_id': '%s', 'remote_ip_prefix': '10.0.0.0/8'".formatted(group))
                .then()
                .statusCode(400);
    }

    @Test
    void NET_17_labelsAreTheOwnersAloneAndRulesKnowGroupsByIdAlone() {
        String group = group("g");
        String theirs = made(rule(group, ", 'remote_group_id': '%s'".formatted(group("web"))), "security_group_rule");
        String remote = as(project, "reader")
                .get("/v2.0/security-group-rules/{id}", theirs)
                .path("security_group_rule.remote_group_id");
        String port = made(port(project, network(project), ", 'security_groups': ['%s']".formatted(group)), "port");
        put(project, "member", "security-groups/" + group + "/tags", "{'tags': ['web']}")
                .statusCode(200);
        put(project, "member", "security-groups/" + remote, "{'security_group': {'name': 'database'}}")
                .statusCode(200);
        group("web");
        as(project, "reader")
                .get("/v2.0/security-group-rules/{id}", theirs)
                .then()
                .body("security_group_rule.remote_group_id", equalTo(remote));
        String stranger = TestIdentity.newProject();
        for (String thing : List.of("security-groups/" + group, "ports/" + port)) {
            put(stranger, "member", thing + "/tags", "{'tags': ['database']}").statusCode(404);
            put(stranger, "member", thing + "/tags/database", "").statusCode(404);
            as(stranger, "member").delete("/v2.0/" + thing + "/tags").then().statusCode(404);
        }
        as(project, "reader")
                .get("/v2.0/security-groups/{id}", group)
                .then()
                .body("security_group.tags", contains("web"));
        as(project, "reader").get("/v2.0/ports/{id}", port).then().body("port.security_groups", contains(group));
    }

    @Test
    void aGroupWithPortsStays() {
        String group = group("g");
        String network = network(project);
        String port = made(port(project, network, ", 'security_groups': ['%s']".formatted(group)), "port");
        as(project, "member")
                .delete("/v2.0/security-groups/{id}", group)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("SecurityGroupInUse"));
        as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        as(project, "member").delete("/v2.0/security-groups/{id}", group).then().statusCode(204);
    }

    @Test
    void rulesAreFoundByTheirParts() {
        String group = group("g");
        rule(group, ", 'protocol': 'udp'").then().statusCode(201);
        as(project, "reader")
                .get("/v2.0/security-group-rules?security_group_id={g}&direction=ingress&protocol=udp", group)
                .then()
                .body("security_group_rules", hasSize(1))
                .body("security_group_rules[0].ethertype", equalTo("IPv4"));
        as(project, "reader")
                .get("/v2.0/security-group-rules?security_group_id={g}&ethertype=IPv6", group)
                .then()
                .body("security_group_rules", hasSize(1));
    }
}
