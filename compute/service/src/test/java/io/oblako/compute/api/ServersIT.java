package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.RouteInventory;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers as the API has them; no host runs here, so what they become is not the matter of this test. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class ServersIT {

    private static String flavor = "";
    private static UUID image;

    private final String project = TestIdentity.newProject();
    private final Api owner = Api.as(project, "member");
    private final Api stranger = Api.as(TestIdentity.newProject(), "member");
    private final Api admin = Api.as(TestIdentity.newProject(), "admin");

    @BeforeEach
    void aFlavorAndAnImage() {
        if (flavor.isEmpty()) {
            flavor = Api.flavor();
            image = Api.image();
        }
    }

    private static String body(String extra) {
        return "{\"server\": {\"name\": \"web\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": \"none\"%s}}"
                .formatted(image, flavor, extra);
    }

    private String create(String extra) {
        return owner.post("/servers", body(extra))
                .then()
                .statusCode(202)
                .extract()
                .path("server.id");
    }

    @Test
    void aServerIsMadeShownChangedAndDeleted() {
        Response made = owner.post(
                "/servers", body(", \"metadata\": {\"a\": \"1\"}, \"tags\": [\"blue\"], \"description\": \"d\""));
        made.then()
                .statusCode(202)
                .body("server.adminPass", matchesPattern("[A-Za-z0-9]{16}"))
                .body("server.security_groups[0].name", equalTo("default"));
        String id = made.path("server.id");
        assertThat(made.header("Location")).endsWith("/v2.1/servers/" + id);
        owner.get("/servers/" + id)
                .then()
                .statusCode(200)
                .body("server.name", equalTo("web"))
                .body("server.description", equalTo("d"))
                .body("server.tenant_id", equalTo(project))
                .body("server.metadata.a", equalTo("1"))
                .body("server.tags", equalTo(List.of("blue")))
                .body("server.flavor.ram", equalTo(64))
                .body("server", not(hasKey("OS-EXT-SRV-ATTR:host")));
        admin.get("/servers/" + id).then().body("server", hasKey("OS-EXT-SRV-ATTR:host"));
        owner.put(
                        "/servers/" + id,
                        "{\"server\": {\"name\": \"db\", \"description\": null, \"accessIPv4\": \"192.0.2.1\"}}")
                .then()
                .statusCode(200)
                .body("server.name", equalTo("db"))
                .body("server.description", equalTo(null))
                .body("server.accessIPv4", equalTo("192.0.2.1"));
        owner.get("/servers").then().body("servers.id", hasItem(id));
        owner.get("/servers/detail?name=^d").then().body("servers.name", hasItem("db"));
        owner.get("/servers/detail?name=^w").then().body("servers", hasSize(0));
        owner.delete("/servers/" + id).then().statusCode(204);
    }

    @Test
    void API_01_anothersServerIsLikeNoneOnEveryRoute() {
        String victim = create("");
        String none = UUID.randomUUID().toString();
        // Without a host its boot fails, which is a change as well: from then on nobody changes it.
        await().atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + victim).then().body("server.status", equalTo("ERROR")));
        String before = owner.get("/servers/" + victim).path("server.updated");
        List<String> differences = new ArrayList<>();
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            if (!route.path().contains("{server}")) {
                continue;
            }
            String path = route.path().replaceAll("\\{(?!server)[a-z]+}", "thing");
            Response foreign = stranger.send(route.method(), path.replace("{server}", victim));
            Response absent = stranger.send(route.method(), path.replace("{server}", none));
            boolean same = foreign.statusCode() == absent.statusCode()
                    && foreign.asString().replace(victim, none).equals(absent.asString());
            if (!same || foreign.statusCode() < 400) {
                differences.add(route + ": " + foreign.asString() + " and " + absent.asString());
            }
        }
        assertThat(differences).isEmpty();
        stranger.get("/servers/detail").then().body("servers.id", not(hasItem(victim)));
        stranger.post("/servers/" + victim + "/action", "{\"os-stop\": null}")
                .then()
                .statusCode(404);
        owner.get("/servers/" + victim).then().body("server.updated", equalTo(before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"networks\": \"auto\"|Unable to automatically allocate a network",
                "\"networks\": [{\"uuid\": \"a-b-c-d-e\"}]|",
                "\"networks\": [{\"port\": \"7a0f2a2e-9f7c-4b8a-8f2c-0a6a5d9a1111\"}]|could not be found",
                "\"networks\": \"none\", \"min_count\": 3, \"max_count\": 2|min_count must be <= max_count",
                "\"networks\": \"none\", \"key_name\": \"nokey\"|Invalid key_name provided.",
                "\"networks\": \"none\", \"user_data\": \"!!\"|base64",
                "\"networks\": \"none\", \"security_groups\": [{\"name\": \"web\"}]|Security group web not found",
                "\"networks\": \"none\", \"accessIPv4\": \"999.1.1.1\"|ipv4",
                "\"networks\": \"none\", \"personality\": []|'personality' was unexpected",
                "\"networks\": \"none\", \"block_device_mapping_v2\": [{\"boot_index\": 0, \"source_type\": \"volume\", \"destination_type\": \"volume\", \"uuid\": \"v\"}]|no volume service yet",
                "\"networks\": \"none\", \"trusted_image_certificates\": [\"a\"]|not supported",
                "\"networks\": \"none\", \"tenant_id\": \"x\"|'tenant_id' was unexpected",
                "\"metadata\": {}|'networks' is a required property"
            })
    void API_04_whatCannotBeGivenIsRefusedWithAReason(String fields, String reason) {
        owner.post(
                        "/servers",
                        "{\"server\": {\"name\": \"x\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", %s}}"
                                .formatted(image, flavor, fields))
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString(reason == null ? "" : reason));
    }

    @Test
    void CMP_06_userDataHasALimit() {
        String data = "A".repeat(65_536);
        owner.post("/servers", body(", \"user_data\": \"" + data + "\""))
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("too long"));
    }

    @Test
    void anUnknownFlavorOrImageIs400() {
        owner.post("/servers", body("").replace(flavor, "nosuch"))
                .then()
                .statusCode(400)
                .body("badRequest.message", equalTo("Flavor nosuch could not be found."));
        owner.post(
                        "/servers",
                        body("").replace(image.toString(), UUID.randomUUID().toString()))
                .then()
                .statusCode(400);
    }

    @Test
    void CMP_09_onlyAdministratorsForceAHost() {
        owner.post("/servers", body(", \"host\": \"node-1\"")).then().statusCode(403);
        owner.post("/servers", body(", \"availability_zone\": \"nova:node-1\""))
                .then()
                .statusCode(403);
    }

    @Test
    void severalServersShareAReservation() {
        String reservation = owner.post("/servers", body(", \"min_count\": 2, \"return_reservation_id\": true"))
                .then()
                .statusCode(202)
                .extract()
                .path("reservation_id");
        owner.get("/servers/detail?reservation_id=" + reservation).then().body("servers.name", hasSize(2));
    }

    @Test
    void API_15_theEleventhServerIsRefusedInNovasWords() {
        owner.post("/servers", body(", \"min_count\": 11"))
                .then()
                .statusCode(403)
                .body(
                        "forbidden.message",
                        equalTo("Quota exceeded for instances: Requested 11, but already used 0 of 10 instances"));
    }

    @Test
    void metadataIsEditedItemByItem() {
        String id = create(", \"metadata\": {\"a\": \"1\"}");
        String path = "/servers/" + id + "/metadata";
        owner.post(path, "{\"metadata\": {\"b\": \"2\"}}")
                .then()
                .statusCode(200)
                .body("metadata.a", equalTo("1"));
        owner.put(path + "/a", "{\"meta\": {\"a\": \"3\"}}")
                .then()
                .statusCode(200)
                .body("meta.a", equalTo("3"));
        owner.put(path + "/a", "{\"meta\": {\"b\": \"3\"}}").then().statusCode(400);
        owner.get(path + "/b").then().statusCode(200).body("meta.b", equalTo("2"));
        owner.delete(path + "/b").then().statusCode(204);
        owner.get(path + "/b").then().statusCode(404);
        owner.put(path, "{\"metadata\": {\"c\": \"4\"}}").then().body("metadata", equalTo(Map.of("c", "4")));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 129; i++) {
            many.append(i == 0 ? "" : ",").append("\"k").append(i).append("\": \"v\"");
        }
        owner.put(path, "{\"metadata\": {" + many + "}}").then().statusCode(403);
    }

    @Test
    void tagsCameWith26() {
        String path = "/servers/" + create("") + "/tags";
        owner.at("2.25").get(path).then().statusCode(404);
        owner.put(path, "{\"tags\": [\"b\", \"a\"]}").then().statusCode(200).body("tags", equalTo(List.of("a", "b")));
        owner.put(path + "/c", "").then().statusCode(201).header("Location", containsString("/tags/c"));
        owner.put(path + "/c", "").then().statusCode(204);
        owner.get(path + "/c").then().statusCode(204);
        owner.get(path + "/d").then().statusCode(404);
        owner.delete(path + "/a").then().statusCode(204);
        owner.delete(path + "/a").then().statusCode(404);
        owner.delete(path).then().statusCode(204);
        owner.get(path).then().body("tags", hasSize(0));
    }

    @Test
    void listsAreFilteredAndPaged() {
        String one = create(", \"tags\": [\"x\"]");
        create("");
        owner.get("/servers/detail?tags=x").then().body("servers.id", equalTo(List.of(one)));
        owner.get("/servers/detail?not-tags=x").then().body("servers.id", not(hasItem(one)));
        owner.get("/servers?flavor=" + flavor).then().body("servers", hasSize(2));
        owner.get("/servers?flavor=nosuch").then().body("servers", hasSize(0));
        owner.get("/servers?image=nonsense").then().body("servers", hasSize(0));
        owner.get("/servers?status=nonsense").then().statusCode(200).body("servers", hasSize(0));
        owner.get("/servers?changes-since=2040-01-01T00:00:00Z").then().body("servers", hasSize(0));
        String next = owner.get("/servers?limit=1")
                .then()
                .body("servers", hasSize(1))
                .extract()
                .path("servers_links[0].href");
        owner.get(next.substring(next.indexOf("/v2.1") + 5))
                .then()
                .statusCode(200)
                .body("servers", hasSize(1));
        admin.get("/servers?all_tenants=1&limit=1000").then().body("servers.id", hasItem(one));
        owner.at("2.1").get("/servers?all_tenants=1").then().statusCode(200).body("servers", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=-1",
                "limit=invalid",
                "changes-since=2011/01/01",
                "name=(a",
                "name=(a)\\1",
                "hostname=(a",
                "description=[b",
                "access_ip_v4=(1",
                "sort_key=id);drop",
                "marker=../etc",
                "evil=1",
                "locked=perhaps",
                "deleted=maybe"
            })
    void API_05_aFilterThatCannotBeIs400(String query) {
        admin.get("/servers/detail?" + query).then().statusCode(400).body("badRequest.code", equalTo(400));
    }

    @Test
    void actionsAreRefusedInWords() {
        String path = "/servers/" + create("") + "/action";
        owner.post(path, "{\"nonsense\": null}")
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("no such action"));
        owner.post(path, "{}").then().statusCode(400);
        owner.post(path, "{\"os-start\": null, \"os-stop\": null}").then().statusCode(400);
        owner.post(path, "{\"changePassword\": {\"adminPass\": \"x\"}}").then().statusCode(501);
        owner.post(path, "{\"resize\": {\"flavorRef\": null}}").then().statusCode(400);
        owner.post(path, "{\"resize\": {\"flavorRef\": \"nosuch\"}}").then().statusCode(400);
        owner.post(path, "{\"reboot\": {\"type\": \"GENTLE\"}}").then().statusCode(400);
        owner.at("2.43")
                .post(path, "{\"addFloatingIp\": {\"address\": \"192.0.2.1\"}}")
                .then()
                .statusCode(400);
        owner.at("2.44")
                .post(path, "{\"addFloatingIp\": {\"address\": \"192.0.2.1\"}}")
                .then()
                .statusCode(404);
    }

    @Test
    void whatIsAttachedIsTruthfullyNothing() {
        String path = "/servers/" + create("");
        owner.get(path + "/ips").then().statusCode(200).body("addresses", equalTo(Map.of()));
        owner.get(path + "/os-interface").then().body("interfaceAttachments", hasSize(0));
        owner.get(path + "/os-volume_attachments").then().body("volumeAttachments", hasSize(0));
        owner.get(path + "/os-security-groups").then().body("security_groups", hasSize(0));
        owner.post(path + "/os-interface", "{}").then().statusCode(400);
    }

    @Test
    void whatWasAskedIsRemembered() {
        String path = "/servers/" + create("") + "/os-instance-actions";
        String request = owner.get(path)
                .then()
                .statusCode(200)
                .body("instanceActions[0].action", equalTo("create"))
                .extract()
                .path("instanceActions[0].request_id");
        owner.get(path + "/" + request)
                .then()
                .statusCode(200)
                .body("instanceAction.events[0]", not(hasKey("traceback")));
        owner.get(path + "/req-none").then().statusCode(404);
    }

    @Test
    void theImageProxyEndsWith35() {
        owner.at("2.35").get("/images/" + image).then().statusCode(200).body("image.name", equalTo("debian"));
        owner.at("2.35").get("/images?name=debian").then().body("images.id", hasItem(image.toString()));
        owner.at("2.36").get("/images").then().statusCode(404);
    }

    @Test
    void anIdThatIsNoIdIsNotFound() {
        owner.get("/servers/nonsense")
                .then()
                .statusCode(404)
                .body("itemNotFound.message", equalTo("Instance nonsense could not be found."));
        owner.delete("/servers/" + "a".repeat(300)).then().statusCode(404);
    }

    @Test
    void diskConfigIsKeptAsAskedForAtCreateUpdateAndRebuild() {
        String id = create(", \"OS-DCF:diskConfig\": \"AUTO\"");
        owner.get("/servers/" + id).then().body("server.'OS-DCF:diskConfig'", equalTo("AUTO"));
        owner.put("/servers/" + id, "{\"server\": {\"OS-DCF:diskConfig\": \"MANUAL\"}}")
                .then()
                .body("server.'OS-DCF:diskConfig'", equalTo("MANUAL"));
        owner.put("/servers/" + id, "{\"server\": {\"name\": \"other\"}}")
                .then()
                .body("server.'OS-DCF:diskConfig'", equalTo("MANUAL"));
        owner.put("/servers/" + id, "{\"server\": {\"OS-DCF:diskConfig\": \"auto\"}}")
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("OS-DCF:diskConfig"));
        String plain = create("");
        owner.get("/servers/" + plain).then().body("server.'OS-DCF:diskConfig'", equalTo("MANUAL"));
    }
}
