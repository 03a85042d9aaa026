package io.oblako.testing.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.token.AccessRule;
import io.oblako.kernel.token.Scope;
import io.oblako.testing.RouteInventory;
import io.oblako.web.policy.Policy;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DoorEngines.class)
class DoorIT {

    private DoorClient door;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @BeforeEach
    void keysAreKnown() {
        door = new DoorClient();
        door.awaitKeys();
    }

    @Test
    void withoutAGoodTokenTheAnswerIs401AndSaysWhereToGetOne() {
        for (String token : new String[] {"", "x", door.reader + "x", "a.b.c"}) {
            door.with(token)
                    .get("/v1/things")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("Keystone uri="))
                    .body("fault.word", equalTo("NOT_AUTHENTICATED"));
        }
        given().get("/v1/things").then().statusCode(401).header("x-openstack-request-id", notNullValue());
    }

    @Test
    void twoTokensAreNone() {
        given().header("X-Auth-Token", door.reader)
                .header("X-Auth-Token", door.admin)
                .get("/v1/things")
                .then()
                .statusCode(401);
    }

    @Test
    void rolesOpenWhatThePolicySays() {
        String id = UUID.randomUUID().toString();
        door.with(door.reader).get("/v1/things").then().statusCode(200);
        door.json(door.reader, "{}")
                .post("/v1/things")
                .then()
                .statusCode(403)
                .body("fault.word", equalTo("NOT_ALLOWED"));
        door.with(door.member).delete("/v1/things/" + id).then().statusCode(403);
        door.with(door.admin).delete("/v1/things/" + id).then().statusCode(204);
        door.with(door.admin).get("/v1/nodes").then().statusCode(403);
        door.with(door.identity.token(door.project, "service"))
                .get("/v1/nodes")
                .then()
                .statusCode(200);
        String unscoped = door.identity.token(door.identity.caller(new Scope.Unscoped(), "none", List.of()));
        door.with(unscoped).get("/v1/whoami").then().statusCode(200);
        door.with(unscoped).get("/v1/things").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/unlisted", "/v1/unnamed"})
    void whatThePolicyDoesNotNameIsDeniedToEverybody(String path) {
        door.with(door.admin).get(path).then().statusCode(403).body(not(containsString("never")));
        given().get(path).then().statusCode(401);
    }

    @Test
    void theInventoryOfRoutesFindsWhatThePolicyLacks() {
        assertThat(RouteInventory.differences(
                        RouteInventory.of(List.of(DoorResource.class)), Set.of("door:finer"), Policy.ofClassPath()))
                .containsExactlyInAnyOrder(
                        "GET /v1/unnamed has no @Operation",
                        "door:unlisted has no row in policy.yaml",
                        "door:finer has no row in policy.yaml");
    }

    @Test
    void aPublicOperationKnowsAGoodTokenAndForgivesABadOne() {
        given().get("/v1/public").then().statusCode(200).body("known", equalTo(false));
        door.with("rotten").get("/v1/public").then().statusCode(200).body("known", equalTo(false));
        door.with(door.reader).get("/v1/public").then().statusCode(200).body("known", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Roles",
                "x-roles",
                "X_ROLES",
                "X-Role",
                "X-Is-Admin-Project",
                "X-User-Id",
                "X-Project-Id",
                "X-Tenant-Id",
                "X-Forwarded-User",
                "X-Identity-Status",
                "X-Service-Roles",
                "Remote-User",
                "X-Domain-Id"
            })
    void ID_11_headersThatClaimAnIdentityAreNotRead(String header) {
        for (String value : new String[] {"admin", "Confirmed", "true"}) {
            given().header(header, value).get("/v1/whoami").then().statusCode(401);
            door.with(door.member)
                    .header(header, value)
                    .get("/v1/whoami")
                    .then()
                    .statusCode(200)
                    .body("roles", equalTo("[member, reader]"))
                    .body("project", equalTo(door.project));
            door.with(door.member)
                    .header(header, value)
                    .delete("/v1/things/" + UUID.randomUUID())
                    .then()
                    .statusCode(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/things", "/v1//things", "/v1/./things", "/v1/x/../things", "/v1/things/..;/nodes",
                        "/v1/things;x=1",
                "/v1%2fthings", "/v1%2Fthings", "/v1/%2e/things", "/v1/things%00", "/v1\\things", "/V1/things",
                "/v1/things.json", "/v1/things%3bx", "/v1/%2e%2e/v1/things", "http://door/v1/things"
            })
    void API_09_aPathWithTwoReadingsIsNoPath(String path) throws IOException {
        String answer = door.rawGet(path, door.reader);
        assertThat(answer).matches("(?s)HTTP/1\\.1 (404|400) .*");
        assertThat(answer).doesNotContain("created_at");
    }

    @Test
    void API_09_noHeaderChangesPathOrMethod() {
        given().header("X-Auth-Token", door.reader)
                .header("X-HTTP-Method-Override", "DELETE")
                .header("X-Original-URL", "/v1/nodes")
                .header("X-Forwarded-Prefix", "/v1/nodes")
                .get("/v1/things")
                .then()
                .statusCode(200)
                .body("limit", equalTo(50));
    }

    @Test
    void ID_07_onlyTheLiteralRulePasses() throws IOException {
        Scope scope = new Scope.Project(
                io.oblako.kernel.id.ProjectId.of(door.project), "p", DomainId.of("default"), "Default");
        String narrow = door.identity.token(
                door.identity.caller(scope, "member", List.of(new AccessRule("compute", "GET", "/v1/things"))));
        door.with(narrow).get("/v1/things").then().statusCode(200);
        door.with(narrow).get("/v1/things?limit=1").then().statusCode(200);
        door.with(narrow).get("/v1/whoami").then().statusCode(403);
        door.json(narrow, "{}").post("/v1/things").then().statusCode(403);
        door.with(narrow)
                .header("X-HTTP-Method-Override", "GET")
                .post("/v1/things")
                .then()
                .statusCode(403);
        for (String path :
                new String[] {"//v1/things", "/v1/./things", "/v1%2fthings", "/v1/things;x", "/v1/things/"}) {
            assertThat(door.rawGet(path, narrow)).doesNotContain("HTTP/1.1 200");
        }
        String elsewhere = door.identity.token(
                door.identity.caller(scope, "member", List.of(new AccessRule("image", "GET", "/v1/things"))));
        door.with(elsewhere).get("/v1/things").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":NaN}",
                "{\"name\":\"\\ud800\"}",
                "{} {}",
                "{'a':1}",
                "\ufeff{",
            })
    void API_07_aBodyWithTwoReadingsIsRefused(String body) {
        door.json(door.member, body)
                .post("/v1/things")
                .then()
                .statusCode(400)
                .body("fault.word", equalTo("INVALID_REQUEST"))
                .body("fault.message", not(containsString("com.")))
                .body("fault.message", not(containsString("io.oblako")))
                .body("fault.message", not(containsString("line:")));
    }

    @Test
    void API_07_bombsAreRefused() throws InterruptedException {
        for (String bomb :
                new String[] {"[".repeat(100_000), "{\"a\":".repeat(50_000), "{\"a\":" + "1".repeat(500) + "}"}) {
            assertThat(door.post(bomb, "application/json")).isEqualTo(400);
        }
        String large = "{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(door.post(large, "application/json")).isEqualTo(413);
        assertThat(door.post(large, "Application/JSON")).isEqualTo(413);
        assertThat(door.postInChunks("\"" + "x".repeat(6_000_000))).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/public?x=%s HTTP/1.1\r\n", "/v1/public HTTP/1.1\r\nX-Long: %s\r\n"})
    void API_07_addressAndHeadersHaveABound(String request) {
        String head = "GET " + request.formatted("x".repeat(40_000)) + "Host: door\r\nConnection: close\r\n\r\n";
        assertThat(DoorClient.rawOrCut(head)).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void microversionsAreNegotiated() {
        String path = "/v1/things/" + UUID.randomUUID();
        door.with(door.reader)
                .get(path)
                .then()
                .statusCode(200)
                .body("version", equalTo("2.1"))
                .header("OpenStack-API-Version", "compute 2.1");
        Response chosen = door.with(door.reader)
                .header("OpenStack-API-Version", "volume 3.1, compute 2.73")
                .get(path);
        chosen.then().statusCode(200).body("version", equalTo("2.73")).header("X-OpenStack-Nova-API-Version", "2.73");
        assertThat(chosen.headers().getValues("Vary")).anyMatch(v -> v.contains("OpenStack-API-Version"));
        door.with(door.reader)
                .header("X-OpenStack-Nova-API-Version", "2.40")
                .get(path)
                .then()
                .body("version", equalTo("2.40"));
        door.with(door.reader)
                .header("OpenStack-API-Version", "compute latest")
                .get(path)
                .then()
                .body("version", equalTo("2.93"));
        for (String wrong : new String[] {"compute 2.94", "compute 2.0", "compute 3.1", "compute 1.1"}) {
            door.with(door.reader)
                    .header("OpenStack-API-Version", wrong)
                    .get(path)
                    .then()
                    .statusCode(406);
        }
        for (String wrong :
                new String[] {"compute 2", "compute 2.01", "compute two", "compute 2.99999", "compute -2.1"}) {
            door.with(door.reader)
                    .header("OpenStack-API-Version", wrong)
                    .get(path)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void aRequestKeepsItsIdOrGetsOne() {
        String mine = DoorClient.requestId();
        given().header("X-Openstack-Request-Id", mine).get("/v1/public").then().header("x-openstack-request-id", mine);
        for (String hostile : new String[] {"req-1", "x", "req-" + "z".repeat(36), mine + mine}) {
            given().header("X-Openstack-Request-Id", hostile)
                    .get("/v1/public")
                    .then()
                    .header("x-openstack-request-id", matchesPattern("req-[0-9a-f-]{36}"))
                    .header("x-openstack-request-id", not(equalTo(hostile)));
        }
        given().get("/v1/nowhere").then().header("x-openstack-request-id", matchesPattern("req-[0-9a-f-]{36}"));
    }

    @Test
    void API_05_pagesAreBoundedAndSortedByKnownKeysOnly() {
        door.with(door.reader)
                .get("/v1/things")
                .then()
                .body("limit", equalTo(50))
                .body("marker", nullValue())
                .body("sort[0].key", equalTo("created_at"));
        door.with(door.reader).get("/v1/things?limit=1000000").then().body("limit", equalTo(1000));
        door.with(door.reader).get("/v1/things?limit=0").then().body("limit", equalTo(1000));
        door.with(door.reader)
                .queryParam("sort", "name:asc,created_at:desc")
                .queryParam("marker", "m&x=1")
                .queryParam("limit", 7)
                .queryParam("name", "a b")
                .get("/v1/things")
                .then()
                .body("limit", equalTo(7))
                .body("marker", equalTo("m&x=1"))
                .body("sort.key", hasItem("name"))
                .body("sort[0].ascending", equalTo(true))
                .body("next", not(containsString("x%3D1")))
                .body("next", containsString("marker=last+id"))
                .body("next", containsString("name=a+b"));
        door.with(door.reader)
                .get("/v1/things?sort_key=name&sort_key=created_at&sort_dir=asc")
                .then()
                .body("sort[1].ascending", equalTo(true));
        for (String wrong : new String[] {
            "limit=-1",
            "limit=x",
            "limit=1e9",
            "limit=99999999999",
            "sort_key=id);drop",
            "sort_key=password",
            "sort=name:sideways",
            "sort=:",
            "sort_dir=asc&sort_key=NAME",
            "sort=" + "name,".repeat(9) + "name"
        }) {
            door.with(door.reader)
                    .get("/v1/things?" + wrong)
                    .then()
                    .statusCode(400)
                    .body("fault.code", equalTo(400));
        }
    }

    @Test
    void healthIsTheTreeOfWhatTheServiceNeedsAndOnlyPartOfItDecidesAboutReadiness() {
        given().get(ready.resolve("/q/health"))
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("database", "kafka", "outbox", "projections", "tokens"))
                .body("checks.find { it.name == 'outbox' }.data.needs", equalTo("database, kafka"))
                .body("checks.find { it.name == 'tokens' }.data.signingKeys", greaterThan(0))
                .body(
                        "checks.find { it.name == 'projections' }.data.'identity.key.v1'",
                        equalTo("caught up, 0 behind"));
        given().get(ready)
                .then()
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("database", "projections", "tokens"));
    }

    @Test
    void API_25_healthAndMetricsHaveAPortOfTheirOwn() {
        given().get(ready).then().statusCode(200).body("status", equalTo("UP"));
        given().get(ready.resolve("/q/metrics")).then().statusCode(200).body(containsString("oblako_outbox_published"));
        given().get(ready.resolve("/v1/public")).then().statusCode(404);
        for (String path : new String[] {
            "/q/health", "/q/health/ready", "/q/metrics", "/q/dev", "/q/openapi", "/q/swagger-ui", "/q/"
        }) {
            given().get(path).then().statusCode(404);
        }
    }
}
