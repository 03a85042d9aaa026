package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What projects let each other use: RBAC policies, address groups, address scopes. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class SharingIT {

    private final String project = TestIdentity.newProject();
    private final String friend = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();

    private static String policy(String type, String object, String target) {
        return ("{'rbac_policy': {'object_type': '%s', 'object_id': '%s', 'action': 'access_as_shared',"
                        + " 'target_tenant': '%s'}}")
                .formatted(type, object, target);
    }

    private Response share(String type, String object, String target) {
        return send(project, "member", "rbac-policies", policy(type, object, target));
    }

    private static void sees(String project, String path, int status) {
        as(project, "reader").get("/v2.0/" + path).then().statusCode(status);
    }

    private void unshare(String policy, int status) {
        as(project, "member").delete("/v2.0/rbac-policies/{id}", policy).then().statusCode(status);
    }

    @Test
    void aNetworkIsSharedWithOneProjectUntilItIsNot() {
        String network = network(project);
        subnet(project, network, "10.0.0.0/24");
        sees(friend, "networks/" + network, 404);
        Response made = share("network", network, friend);
        made.then()
                .statusCode(201)
                .body("rbac_policy.target_tenant", equalTo(friend))
                .body("rbac_policy.project_id", equalTo(project))
                .body("rbac_policy", not(hasKey("name")));
        String policy = made.path("rbac_policy.id");
        share("network", network, friend)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("DuplicateRbacPolicy"));
        as(friend, "reader")
                .get("/v2.0/networks/{id}", network)
                .then()
                .statusCode(200)
                .body("network.shared", equalTo(true));
        sees(stranger, "networks/" + network, 404);
        String port = made(port(friend, network, ""), "port");
        unshare(policy, 409);
        put(
                        project,
                        "member",
                        "rbac-policies/" + policy,
                        "{'rbac_policy': {'target_tenant': '%s'}}".formatted(stranger))
                .statusCode(409)
                .body("NeutronError.type", equalTo("RbacPolicyInUse"));
        as(friend, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        put(
                        project,
                        "member",
                        "rbac-policies/" + policy,
                        "{'rbac_policy': {'target_tenant': '%s'}}".formatted(stranger))
                .statusCode(200);
        sees(friend, "networks/" + network, 404);
        sees(stranger, "networks/" + network, 200);
        unshare(policy, 204);
        sees(stranger, "networks/" + network, 404);
        sees(project, "rbac-policies/" + policy, 404);
    }

    @Test
    void NET_15_nobodySharesWhatIsNotTheirsAndOnlyOperatorsShareWithAll() {
        String network = network(project);
        send(stranger, "member", "rbac-policies", policy("network", network, stranger))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("NetworkNotFound"));
        share("network", network, "*").then().statusCode(403);
        String policy = made(share("network", network, friend), "rbac_policy");
        send(friend, "member", "rbac-policies", policy("network", network, stranger))
                .then()
                .statusCode(403);
        sees(friend, "rbac-policies/" + policy, 404);
        put(project, "member", "rbac-policies/" + policy, "{'rbac_policy': {'target_tenant': '*'}}")
                .statusCode(403);
        send(
                        project,
                        "member",
                        "rbac-policies",
                        policy("network", network, stranger).replace("access_as_shared", "access_as_external"))
                .then()
                .statusCode(403);
        send(project, "admin", "rbac-policies", policy("network", network, "*"))
                .then()
                .statusCode(201);
        sees(stranger, "networks/" + network, 200);
        share("firewall", network, friend).then().statusCode(400);
    }

    @Test
    void anExternalNetworkCanBeForOneProjectOnly() {
        String network = network(project);
        subnet(project, network, "203.0.113.0/24");
        String body = policy("network", network, friend).replace("access_as_shared", "access_as_external");
        String policy = made(send(project, "admin", "rbac-policies", body), "rbac_policy");
        as(project, "reader")
                .get("/v2.0/networks/{id}", network)
                .then()
                .body("network.'router:external'", equalTo(true));
        String floatingIp = "{'floating_network_id': '%s'}".formatted(network);
        post(stranger, "floatingips", "floatingip", floatingIp).then().statusCode(404);
        String id = made(post(friend, "floatingips", "floatingip", floatingIp), "floatingip");
        unshare(policy, 409);
        as(friend, "member").delete("/v2.0/floatingips/{id}", id).then().statusCode(204);
        unshare(policy, 204);
    }

    @Test
    void securityGroupsAndSubnetPoolsAreSharedToo() {
        String group = made(post(project, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        String network = network(friend);
        String use = ", 'security_groups': ['%s']".formatted(group);
        port(friend, network, use).then().statusCode(404);
        String policy = made(share("security_group", group, friend), "rbac_policy");
        port(friend, network, use).then().statusCode(201);
        unshare(policy, 409);
        String pool = made(post(project, "subnetpools", "subnetpool", "{'prefixes': ['10.0.0.0/8']}"), "subnetpool");
        share("subnetpool", pool, friend).then().statusCode(201);
        as(friend, "reader").get("/v2.0/subnetpools/{id}", pool).then().body("subnetpool.shared", equalTo(true));
    }

    @Test
    void addressGroupsAreNamedByRules() {
        Response made = post(
                project,
                "address-groups",
                "address_group",
                "{'name': 'a', 'addresses': ['10.0.0.1', '192.168.0.0/16']}");
        made.then()
                .statusCode(201)
                .body("address_group.addresses", contains("10.0.0.1/32", "192.168.0.0/16"))
                .body("address_group", not(hasKey("tags")));
        String id = made.path("address_group.id");
        String path = "address-groups/" + id;
        put(project, "member", path + "/add_addresses", "{'addresses': ['172.16.0.0/12']}")
                .statusCode(200)
                .body("address_group.addresses", containsInAnyOrder("10.0.0.1/32", "172.16.0.0/12", "192.168.0.0/16"));
        put(project, "member", path + "/add_addresses", "{'addresses': ['172.16.0.0/12']}")
                .statusCode(400)
                .body("NeutronError.type", equalTo("AddressesAlreadyExist"));
        put(project, "member", path + "/remove_addresses", "{'addresses': ['10.0.0.1']}")
                .statusCode(200);
        put(project, "member", path + "/remove_addresses", "{'addresses': ['10.0.0.1']}")
                .statusCode(404)
                .body("NeutronError.type", equalTo("AddressesNotFound"));
        put(project, "member", path + "/add_addresses", "{'addresses': ['10.0.0.1\\\\n0']}")
                .statusCode(400);
        put(project, "member", path, "{'address_group': {'addresses': []}}").statusCode(400);
        String group = made(post(friend, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        String rule = "{'security_group_id': '%s', 'direction': 'ingress', 'remote_address_group_id': '%s'}"
                .formatted(group, id);
        post(friend, "security-group-rules", "security_group_rule", rule)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("AddressGroupNotFound"));
        String policy = made(share("address_group", id, friend), "rbac_policy");
        made(post(friend, "security-group-rules", "security_group_rule", rule), "security_group_rule");
        unshare(policy, 409);
        as(project, "member")
                .delete("/v2.0/address-groups/{id}", id)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("AddressGroupInUse"));
        as(friend, "member").delete("/v2.0/security-groups/{id}", group).then().statusCode(204);
        as(project, "member").delete("/v2.0/address-groups/{id}", id).then().statusCode(204);
    }

    @Test
    void poolsOfAnAddressScopeNeverOverlap() {
        String scope = made(
                post(project, "address-scopes", "address_scope", "{'name': 's', 'ip_version': 4}"), "address_scope");
        String pool = "{'prefixes': ['%s'], 'address_scope_id': '%s', 'default_prefixlen': 24}";
        String id =
                made(post(project, "subnetpools", "subnetpool", pool.formatted("10.0.0.0/16", scope)), "subnetpool");
        post(project, "subnetpools", "subnetpool", pool.formatted("10.0.5.0/24", scope))
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("AddressScopePrefixConflict"));
        post(
                        project,
                        "subnetpools",
                        "subnetpool",
                        "{'prefixes': ['2001:db8::/48'], 'address_scope_id': '%s'}".formatted(scope))
                .then()
                .statusCode(400)
                .body("NeutronError.type", equalTo("IllegalSubnetPoolIpVersionAssociation"));
        post(project, "subnetpools", "subnetpool", pool.formatted("10.9.0.0/16", UUID.randomUUID()))
                .then()
                .statusCode(404);
        String network = network(project);
        post(
                        project,
                        "subnets",
                        "subnet",
                        "{'network_id': '%s', 'ip_version': 4, 'subnetpool_id': '%s'}".formatted(network, id))
                .then()
                .statusCode(201)
                .body("subnet.cidr", startsWith("10.0."));
        as(project, "reader")
                .get("/v2.0/networks/{id}", network)
                .then()
                .body("network.ipv4_address_scope", equalTo(scope));
        as(project, "member")
                .delete("/v2.0/address-scopes/{id}", scope)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("AddressScopeInUse"));
        put(project, "member", "subnetpools/" + id, "{'subnetpool': {'address_scope_id': null}}")
                .statusCode(200);
        as(project, "member").delete("/v2.0/address-scopes/{id}", scope).then().statusCode(204);
        as(project, "reader")
                .get("/v2.0/address-scopes?project_id=" + project)
                .then()
                .body("address_scopes", empty());
    }

    @Test
    void aSharedAddressScopeStaysShared() {
        String shared = "{'address_scope': {'ip_version': 6, 'shared': true}}";
        send(project, "member", "address-scopes", shared).then().statusCode(403);
        String id = made(send(project, "admin", "address-scopes", shared), "address_scope");
        sees(stranger, "address-scopes/" + id, 200);
        put(project, "admin", "address-scopes/" + id, "{'address_scope': {'shared': false}}")
                .statusCode(400)
                .body("NeutronError.type", equalTo("AddressScopeUpdateError"));
    }
}
