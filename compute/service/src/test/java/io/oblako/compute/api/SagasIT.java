package io.oblako.compute.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sagas as operators see them: no host runs here, so that a server's boot saga turns back for want of one. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class SagasIT {

    private static String flavor = "";
    private static UUID image;

    private final String project = TestIdentity.newProject();
    private final String operator = TestIdentity.current().token(TestIdentity.newProject(), "admin");

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @BeforeEach
    void aFlavorAndAnImage() {
        if (flavor.isEmpty()) {
            flavor = Api.flavor();
            image = Api.image();
        }
    }

    private Response get(String path) {
        return given().urlEncodingEnabled(false)
                .header("X-Auth-Token", operator)
                .get(path);
    }

    /** @return the response to the request for a server, whose saga ends at once */
    private Response aServer() {
        return Api.as(project, "member")
                .post(
                        "/servers",
                        "{\"server\": {\"name\": \"web\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": \"none\"}}"
                                .formatted(image, flavor));
    }

    private String endedSaga(Response made) {
        String query = "/admin/sagas?request_id=" + made.header("x-openstack-request-id") + "&state=undone";
        return await().atMost(Duration.ofSeconds(30)).until(() -> get(query).path("sagas[0].id"), id -> id != null);
    }

    @Test
    void anOperatorSeesWhatBecameOfARequestStepByStep() {
        Response made = aServer();
        String server = made.path("server.id");
        String saga = endedSaga(made);
        get("/admin/sagas?subject=" + server)
                .then()
                .statusCode(200)
                .body("sagas", hasSize(1))
                .body("links", empty())
                .body("sagas[0].id", equalTo(saga))
                .body("sagas[0].project_id", equalTo(project))
                .body("sagas[0].state", equalTo("undone"))
                .body("sagas[0].overdue", equalTo(false))
                .body("sagas[0].deadline_at", notNullValue())
                .body("sagas[0].ended_at", notNullValue())
                .body("sagas[0].failure.code", equalTo("NO_VALID_HOST"))
                .body("sagas[0].failure.message", notNullValue());
        Response shown = get("/admin/sagas/" + saga);
        shown.then()
                .statusCode(200)
                .body("saga.request_id", equalTo(made.header("x-openstack-request-id")))
                .body("saga.subject", equalTo(server))
                .body("saga.held_by", nullValue())
                .body("steps.attempts", everyItem(notNullValue()))
                .body("steps.started_at", everyItem(notNullValue()))
                .body("steps.state", hasItem("ended"));
        assertThat(shown.asString())
                .as("what the steps hand on is not for operators")
                .doesNotContain("\"context\"");
    }

    @Test
    void theListIsPagedAndBounded() {
        endedSaga(aServer());
        endedSaga(aServer());
        Response first = get("/admin/sagas?limit=1&project_id=" + project);
        first.then().statusCode(200).body("sagas", hasSize(1)).body("links[0].rel", equalTo("next"));
        String next = first.path("links[0].href");
        assertThat(next).startsWith("/admin/sagas?").contains("limit=1", "project_id=" + project, "marker=");
        String youngest = first.path("sagas[0].id");
        Response second = get(next);
        second.then()
                .statusCode(200)
                .body("sagas", hasSize(1))
                .body("links", empty())
                .body("sagas[0].id", not(equalTo(youngest)));
        get("/admin/sagas?state=unfinished,undone&project_id=" + project)
                .then()
                .statusCode(200)
                .body("sagas", hasSize(2));
        get("/admin/sagas?state=done&project_id=" + project)
                .then()
                .statusCode(200)
                .body("sagas", empty());
        get("/admin/sagas?overdue=true&project_id=" + project)
                .then()
                .statusCode(200)
                .body("sagas", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=asleep",
                "state=",
                "limit=-1",
                "limit=x",
                "overdue=maybe",
                "marker=x",
                "marker=00000000-0000-0000-0000-000000000000",
                "project_id=a/b",
                "subject=%00",
                "colour=red",
                "sort_key=name"
            })
    void API_05_whatCannotBeAskedIsRefusedWithTheFaultOfTheService(String query) {
        get("/admin/sagas?" + query)
                .then()
                .statusCode(400)
                .body("badRequest.code", equalTo(400))
                .body("badRequest.message", not(containsString("io.oblako")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "x", "1-1-1-1-1"})
    void aSagaThatIsNotThereIsNotFound(String id) {
        get("/admin/sagas/" + id)
                .then()
                .statusCode(404)
                .body("itemNotFound.message", containsString("GET /admin/sagas"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "reader", "member", "manager", "service"})
    void API_03_nobodyButAnOperatorSeesSagas(String persona) {
        String saga = endedSaga(aServer());
        String token = TestIdentity.current().token(project, persona);
        for (String path : new String[] {"/admin/sagas", "/admin/sagas/" + saga, "/admin/sagas/x"}) {
            given().header("X-Auth-Token", token)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("forbidden.message", containsString("compute:sagas:"))
                    .body(not(containsString(saga)));
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void healthShowsTheEngineAndWhatIsKnownOfOthers() {
        endedSaga(aServer());
        given().get(health)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'sagas' }.data.needs", equalTo("database"))
                .body("checks.find { it.name == 'sagas' }.data.overdue", equalTo(0))
                .body("checks.find { it.name == 'projections' }.data.'image.image.v1'", startsWith("caught up"))
                .body("checks.find { it.name == 'projections' }.data.'compute.reports.v1'", startsWith("caught up"));
    }

    @Test
    void metricsCountSagasByKindAndEnd() {
        endedSaga(aServer());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(given().get(metrics).asString())
                        .containsPattern("oblako_saga_seconds_count\\{[^}]*state=\"undone\"[^}]*} [1-9]")
                        .containsPattern("oblako_saga_step_seconds_count\\{[^}]*step=\"[a-z-]+\"[^}]*} ")
                        .contains("oblako_saga_working", "oblako_saga_started_total"));
    }
}
