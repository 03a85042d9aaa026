package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static io.oblako.network.api.NetworkCloud.sharedNetwork;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class NetworksIT {

    private final String project = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();

    @Test
    void versionsAreListedWithoutAToken() {
        RestAssured.given()
                .get("/")
                .then()
                .statusCode(200)
                .body("versions[0].id", equalTo("v2.0"))
                .body("versions[0].links[0].href", equalTo("http://127.0.0.1:9696/v2.0/"));
        RestAssured.given()
                .get("/v2.0/")
                .then()
                .statusCode(200)
                .body("resources.name", hasItems("network", "subnet", "port"));
    }

    @Test
    void extensionsAreAnnouncedWhenTheyAreThere() {
        as(project, "reader")
                .get("/v2.0/extensions")
                .then()
                .body("extensions.alias", hasItems("security-group", "quotas", "standard-attr-tag", "router"))
                .body("extensions.alias", not(hasItem("vpnaas")));
        as(project, "reader").get("/v2.0/extensions/quotas").then().body("extension.alias", equalTo("quotas"));
        as(project, "reader")
                .get("/v2.0/extensions/vpnaas")
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("ExtensionNotFound"));
    }

    @Test
    void aNetworkIsMadeShownChangedAndDeleted() {
        Response made = post(project, "networks", "network", "{'name': 'web', 'description': 'd'}");
        String id = made(made, "network");
        made.then()
                .body("network.status", equalTo("ACTIVE"))
                .body("network.admin_state_up", equalTo(true))
                .body("network.mtu", equalTo(1442))
                .body("network.shared", equalTo(false))
                .body("network.'router:external'", equalTo(false))
                .body("network.port_security_enabled", equalTo(true))
                .body("network.subnets", empty())
                .body("network.tenant_id", equalTo(project))
                .body("network.project_id", equalTo(project))
                .body("network.revision_number", equalTo(0))
                .body("network.availability_zones", contains("nova"))
                .body("network", not(hasKey("provider:network_type")));
        put(project, "member", "networks/" + id, "{'network': {'name': 'db', 'admin_state_up': false, 'mtu': 1300}}")
                .statusCode(200)
                .body("network.name", equalTo("db"))
                .body("network.status", equalTo("DOWN"))
                .body("network.description", equalTo("d"))
                .body("network.revision_number", equalTo(1));
        as(project, "reader")
                .get("/v2.0/networks/{id}?fields=id&fields=mtu", id)
                .then()
                .body("network.size()", equalTo(2));
        as(project, "member").delete("/v2.0/networks/{id}", id).then().statusCode(204);
        as(project, "reader")
                .get("/v2.0/networks/{id}", id)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("NetworkNotFound"))
                .body("NeutronError.message", equalTo("Network %s could not be found.".formatted(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'network': {'mtu': 0}}",
                "{'network': {'mtu': 65536}}",
                "{'network': {'mtu': 9000}}",
                "{'network': {'nonsense': 1}}",
                "{'network': {'id': 'x'}}",
                "{'network': {'name': 7}}",
                "{'network': []}",
                "{'net': {}}",
                "{'networks': []}",
                "[]",
                "{'network': {'name': '\\u0000'}}"
            })
    void NET_16_aBadNetworkIsRefused(String body) {
        send(project, "member", "networks", body)
                .then()
                .statusCode(400)
                .body("NeutronError.message", not(nullValue()))
                .body("NeutronError.detail", equalTo(""));
    }

    @Test
    void onlyOperatorsShareOpenAndChooseSegments() {
        for (String attribute : List.of(
                "'shared': true",
                "'router:external': true",
                "'provider:network_type': 'vlan'",
                "'provider:segmentation_id': 7")) {
            post(project, "networks", "network", "{" + attribute + "}")
                    .then()
                    .statusCode(403)
                    .body("NeutronError.type", equalTo("PolicyNotAuthorized"));
        }
        int vlan = 100 + (int) (System.nanoTime() % 3000);
        String body = "{'network': {'provider:network_type': 'vlan', 'provider:physical_network': 'phys-%s',"
                        .formatted(project)
                + " 'provider:segmentation_id': %d}}".formatted(vlan);
        send(project, "admin", "networks", body)
                .then()
                .statusCode(201)
                .body("network.'provider:segmentation_id'", equalTo(vlan));
        send(project, "admin", "networks", body).then().statusCode(409);
        String own = network(project);
        as(project, "admin")
                .get("/v2.0/networks/{id}", own)
                .then()
                .body("network.'provider:network_type'", equalTo("geneve"))
                .body("network.'provider:segmentation_id'", greaterThan(0));
    }

    @Test
    void aSharedNetworkIsSeenAndUsedByAllAndChangedByNobodyElse() {
        String shared = sharedNetwork(project);
        subnet(project, shared, "10.0.0.0/24");
        as(stranger, "reader").get("/v2.0/networks/{id}", shared).then().body("network.shared", equalTo(true));
        as(stranger, "reader").get("/v2.0/networks?shared=true").then().body("networks.id", hasItem(shared));
        as(stranger, "reader").get("/v2.0/subnets?network_id=" + shared).then().body("subnets.size()", equalTo(1));
        put(stranger, "member", "networks/" + shared, "{'network': {'name': 'mine'}}")
                .statusCode(403);
        as(stranger, "member").delete("/v2.0/networks/{id}", shared).then().statusCode(403);
        put(stranger, "member", "networks/" + shared + "/tags", "{'tags': ['x']}")
                .statusCode(403);
        String used = made(port(stranger, shared, ""), "port");
        put(project, "admin", "networks/" + shared, "{'network': {'shared': false}}")
                .statusCode(409)
                .body("NeutronError.type", equalTo("InvalidSharedSetting"));
        as(stranger, "member").delete("/v2.0/ports/{id}", used).then().statusCode(204);
        put(project, "admin", "networks/" + shared, "{'network': {'shared': false}}")
                .statusCode(200);
        as(stranger, "reader").get("/v2.0/networks/{id}", shared).then().statusCode(404);
    }

    @Test
    void anExternalNetworkIsSeenByAllAndUsedByRoutersOnly() {
        String external = made(send(project, "admin", "networks", "{'network': {'router:external': true}}"), "network");
        as(stranger, "reader").get("/v2.0/networks?router:external=true").then().body("networks.id", hasItem(external));
        port(stranger, external, "").then().statusCode(404);
        String subnet = subnet(project, external, "203.0.113.0/24");
        as(stranger, "reader")
                .get("/v2.0/networks/{id}", external)
                .then()
                .body("network.shared", equalTo(false))
                .body("network.subnets", contains(subnet));
        as(stranger, "reader")
                .get("/v2.0/subnets?network_id=" + external)
                .then()
                .body("subnets", empty());
        as(stranger, "reader").get("/v2.0/subnets/{id}", subnet).then().statusCode(404);
        as(project, "reader").get("/v2.0/subnets?network_id=" + external).then().body("subnets.id", contains(subnet));
    }

    @Test
    void severalAreMadeTogetherOrNotAtAll() {
        send(project, "member", "networks", "{'networks': [{'name': 'a'}, {'name': 'b'}]}")
                .then()
                .statusCode(201)
                .body("networks.name", contains("a", "b"));
        send(project, "member", "networks", "{'networks': [{'name': 'c'}, {'name': 'd', 'mtu': 9001}]}")
                .then()
                .statusCode(400);
        assertThat(names("sort_key=name")).containsExactly("a", "b");
    }

    @Test
    void aListIsFilteredSortedAndPaged() {
        for (String name : List.of("c", "a", "b", "")) {
            post(project, "networks", "network", "{'name': '%s'}".formatted(name))
                    .then()
                    .statusCode(201);
        }
        assertThat(names("sort_key=name&sort_dir=desc")).containsExactly("c", "b", "a", "");
        assertThat(names("name=a&name=b&sort_key=name")).containsExactly("a", "b");
        assertThat(names("name=")).containsExactly("");
        assertThat(names("id=nonsense")).isEmpty();
        assertThat(names("admin_state_up=False")).isEmpty();
        assertThat(names("project_id=" + stranger)).isEmpty();
        Response first = as(project, "reader").get("/v2.0/networks?sort_key=name&limit=3&project_id=" + project);
        first.then().body("networks.name", contains("", "a", "b")).body("networks_links.rel", contains("next"));
        String next = first.path("networks_links[0].href");
        Response second =
                as(project, "reader").urlEncodingEnabled(false).get(next.replace("http://127.0.0.1:9696", ""));
        second.then().body("networks.name", contains("c")).body("networks_links.rel", contains("previous"));
        String previous = second.path("networks_links[0].href");
        as(project, "reader")
                .urlEncodingEnabled(false)
                .get(previous.replace("http://127.0.0.1:9696", ""))
                .then()
                .body("networks.name", contains("", "a", "b"));
        as(project, "reader")
                .get("/v2.0/networks?nonsense=1")
                .then()
                .statusCode(400)
                .body("NeutronError.message", containsString("invalid attribute for filtering"));
    }

    private List<String> names(String query) {
        return as(project, "reader")
                .get("/v2.0/networks?" + query + (query.contains("project_id") ? "" : "&project_id=" + project))
                .then()
                .statusCode(200)
                .extract()
                .path("networks.name");
    }

    @Test
    void everyFilterAndSortKeyIsKnownToTheDatabase() {
        AllKinds.tables()
                .forEach((path, table) -> table.lines().forEach(line -> {
                    if (line.filtered()) {
                        for (String value : List.of("1", "")) {
                            as(project, "admin")
                                    .get("/v2.0/" + path + "?{n}={v}", line.name(), value)
                                    .then()
                                    .statusCode(200);
                        }
                    }
                    if (line.sorted()) {
                        as(project, "admin")
                                .get("/v2.0/" + path + "?sort_key={n}&limit=1", line.name())
                                .then()
                                .statusCode(200);
                    }
                }));
        assertThat(AllKinds.tables()).hasSize(14);
    }

    @Test
    void aWriteMayNameTheRevisionItIsAbout() {
        String id = network(project);
        String body = "{\"network\": {\"name\": \"x\"}}";
        as(project, "member")
                .contentType(ContentType.JSON)
                .header("If-Match", "revision_number=7")
                .body(body)
                .put("/v2.0/networks/{id}", id)
                .then()
                .statusCode(412)
                .body("NeutronError.type", equalTo("RevisionNumberConstraintFailed"));
        as(project, "member")
                .contentType(ContentType.JSON)
                .header("If-Match", "revision_number=0")
                .body(body)
                .put("/v2.0/networks/{id}", id)
                .then()
                .statusCode(200)
                .body("network.revision_number", equalTo(1));
        as(project, "member")
                .header("If-Match", "revision_number=0")
                .delete("/v2.0/networks/{id}", id)
                .then()
                .statusCode(412);
        as(project, "member")
                .header("If-Match", "revision_number=1")
                .delete("/v2.0/networks/{id}", id)
                .then()
                .statusCode(204);
    }

    @Test
    void tagsAreSetAddedFoundAndRemoved() {
        String red = network(project);
        String blue = network(project);
        put(project, "member", "networks/" + red + "/tags", "{'tags': ['red', 'big']}")
                .statusCode(200)
                .body("tags", contains("big", "red"));
        as(project, "member").put("/v2.0/networks/{id}/tags/blue", blue).then().statusCode(201);
        as(project, "member").put("/v2.0/networks/{id}/tags/big", blue).then().statusCode(201);
        as(project, "reader").get("/v2.0/networks/{id}/tags/blue", blue).then().statusCode(204);
        assertThat(ids("tags=red,big")).containsExactly(red);
        assertThat(ids("tags-any=red,blue")).containsExactlyInAnyOrder(red, blue);
        assertThat(ids("not-tags=red,big")).containsExactly(blue);
        assertThat(ids("not-tags-any=blue")).containsExactly(red);
        as(project, "member")
                .delete("/v2.0/networks/{id}/tags/blue", blue)
                .then()
                .statusCode(204);
        as(project, "member")
                .delete("/v2.0/networks/{id}/tags/blue", blue)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("TagNotFound"));
        as(project, "member").delete("/v2.0/networks/{id}/tags", blue).then().statusCode(204);
        as(project, "reader").get("/v2.0/networks/{id}", blue).then().body("network.tags", empty());
        as(project, "reader").get("/v2.0/quotas/{id}/tags", blue).then().statusCode(404);
    }

    private List<String> ids(String query) {
        return as(project, "reader")
                .get("/v2.0/networks?" + query + "&project_id=" + project)
                .path("networks.id");
    }

    @Test
    void quotasAreReservedExactlyAndShown() {
        as(project, "reader")
                .get("/v2.0/quotas/{p}", project)
                .then()
                .body("quota.network", equalTo(100))
                .body("quota.subnetpool", equalTo(-1));
        as(project, "reader").get("/v2.0/quotas/{p}", stranger).then().statusCode(403);
        put(project, "member", "quotas/" + project, "{'quota': {'network': 9}}").statusCode(403);
        put(project, "admin", "quotas/" + project, "{'quota': {'network': 2}}")
                .statusCode(200)
                .body("quota.network", equalTo(2));
        put(project, "admin", "quotas/" + project, "{'quota': {'nonsense': 2}}").statusCode(400);
        put(project, "admin", "quotas/" + project, "{'quota': {'network': -2}}").statusCode(400);
        send(project, "member", "networks", "{'networks': [{}, {}, {}]}")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("OverQuota"));
        send(project, "member", "networks", "{'networks': [{}, {}]}").then().statusCode(201);
        as(project, "reader")
                .get("/v2.0/quotas/{p}/details", project)
                .then()
                .body("quota.network.limit", equalTo(2))
                .body("quota.network.used", equalTo(2))
                .body("quota.network.reserved", equalTo(0));
        as(project, "admin").get("/v2.0/quotas").then().body("quotas.project_id", hasItem(project));
        as(project, "admin").delete("/v2.0/quotas/{p}", project).then().statusCode(204);
        as(project, "reader").get("/v2.0/quotas/{p}", project).then().body("quota.network", equalTo(100));
        as(project, "reader").get("/v2.0/quotas/{p}/default", project).then().body("quota.network", equalTo(100));
    }

    @Test
    void oneKeyMakesOneNetwork() {
        String token = NetworkCloud.identity().token(project, "member");
        for (int i = 0; i < 2; i++) {
            RestAssured.given()
                    .header("X-Auth-Token", token)
                    .header("Idempotency-Key", "once")
                    .contentType(ContentType.JSON)
                    .body("{\"network\": {}}")
                    .post("/v2.0/networks")
                    .then()
                    .statusCode(201);
        }
        assertThat(names("sort_key=id")).hasSize(1);
    }

    @Test
    void zonesAreListed() {
        as(project, "reader")
                .get("/v2.0/availability_zones")
                .then()
                .body("availability_zones.name", hasItem("nova"))
                .body("availability_zones.resource", hasItems("network", "router"));
    }
}
