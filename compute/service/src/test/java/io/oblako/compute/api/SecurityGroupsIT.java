package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.oblako.compute.work.FakeNetwork;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Security groups as old clients change them here; the network service is played. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_work"))
class SecurityGroupsIT {

    private static final String GROUPS = "/os-security-groups";
    private static final String BODY = "{\"security_group\": {\"name\": \"%s\", \"description\": \"%s\"}}";

    private final String project = TestIdentity.newProject();
    private final Api owner = Api.as(project, "member").at("2.35");
    private final Api stranger = Api.as(TestIdentity.newProject(), "member").at("2.35");

    private FakeNetwork network;

    @BeforeEach
    void aNetworkService() {
        network = new FakeNetwork(Api.kafka(), project);
    }

    @AfterEach
    void itGoes() {
        network.close();
    }

    private Response make(String name) {
        return owner.post(GROUPS, BODY.formatted(name, "d"));
    }

    @Test
    void aGroupIsMadeSeenChangedAndDeleted() {
        String id = make(" web  ")
                .then()
                .statusCode(200)
                .body("security_group.name", equalTo(" web  "))
                .body("security_group.description", equalTo("d"))
                .body("security_group.tenant_id", equalTo(project))
                .body("security_group.rules", empty())
                .extract()
                .path("security_group.id");
        String path = GROUPS + "/" + id;
        owner.get(path).then().statusCode(200).body("security_group.name", equalTo(" web  "));
        owner.get(GROUPS).then().statusCode(200).body("security_groups.id", hasItem(id));
        owner.put(path, BODY.formatted("db", "e"))
                .then()
                .statusCode(200)
                .body("security_group.name", equalTo("db"))
                .body("security_group.description", equalTo("e"));
        owner.get(path).then().body("security_group.description", equalTo("e"));
        stranger.get(path).then().statusCode(404);
        stranger.put(path, BODY.formatted("x", "y")).then().statusCode(404);
        stranger.delete(path).then().statusCode(404);
        owner.delete(path).then().statusCode(202);
        await().atMost(15, SECONDS).untilAsserted(() -> owner.get(path).then().statusCode(404));
        owner.delete(path).then().statusCode(404);
        owner.delete(GROUPS + "/").then().statusCode(404);
    }

    @Test
    void theDefaultGroupIsThereFromTheFirstLookOnAndStays() {
        String id = owner.get(GROUPS)
                .then()
                .statusCode(200)
                .body("security_groups.name", hasItems("default"))
                .extract()
                .path("security_groups.find { it.name == 'default' }.id");
        owner.delete(GROUPS + "/" + id).then().statusCode(400);
        make("default").then().statusCode(400);
    }

    @Test
    void theSameRequestMakesOneGroup() {
        String key = "once-" + project;
        String id = owner.postOnce(key, GROUPS, BODY.formatted("web", ""))
                .then()
                .statusCode(200)
                .extract()
                .path("security_group.id");
        owner.postOnce(key, GROUPS, BODY.formatted("web", ""))
                .then()
                .statusCode(200)
                .body("security_group.id", equalTo(id));
    }

    @Test
    void whatTheNetworkServiceDoesNotMakeIsRefused() {
        network.refusing(true);
        make("web").then().statusCode(403).body("forbidden.message", containsString("quota"));
    }

    @Test
    void badGroupsAndLaterVersionsAreRefused() {
        owner.post(GROUPS, "{\"security_group\": {\"description\": \"d\"}}")
                .then()
                .statusCode(400);
        make("").then().statusCode(400);
        make("x".repeat(256)).then().statusCode(400);
        owner.get(GROUPS + "/" + UUID.randomUUID()).then().statusCode(404);
        Api later = owner.at("2.36");
        later.get(GROUPS).then().statusCode(404);
        later.post(GROUPS, BODY.formatted("web", "")).then().statusCode(404);
        owner.get(GROUPS).then().body("security_groups.name", not(hasItem("web")));
    }
}
