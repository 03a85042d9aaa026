package io.oblako.compute.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class VersionsIT {

    private final String project = TestIdentity.newProject();

    @ParameterizedTest
    @ValueSource(strings = {"/v2.1", "/v2.1/"})
    void theVersionDocumentIsPublic(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .body("version.id", equalTo("v2.1"))
                .body("version.status", equalTo("CURRENT"))
                .body("version.min_version", equalTo("2.1"))
                .body("version.version", equalTo("2.93"))
                .header("x-openstack-request-id", startsWith("req-"))
                .header("x-compute-request-id", startsWith("req-"));
    }

    @Test
    void theListOfVersionsIsPublicAndLinksToTheConfiguredAddress() {
        given().header("Host", "evil.example")
                .get("/")
                .then()
                .statusCode(200)
                .body("versions[0].id", equalTo("v2.0"))
                .body("versions[1].version", equalTo("2.93"))
                .body("versions[0].links[0].href", not(containsString("evil")));
    }

    @ParameterizedTest
    @CsvSource({"compute 2.53,2.53", "compute latest,2.93", "'volume 3.1, compute 2.10',2.10", "volume 3.1,2.1"})
    void aVersionIsNegotiatedAndEchoed(String asked, String used) {
        Response answer = given().header("X-Auth-Token", TestIdentity.current().token(project, "reader"))
                .header("OpenStack-API-Version", asked)
                .get("/v2.1/flavors");
        answer.then()
                .statusCode(200)
                .header("OpenStack-API-Version", equalTo("compute " + used))
                .header("X-OpenStack-Nova-API-Version", equalTo(used));
        assertThat(answer.headers().getValues("Vary"))
                .contains("OpenStack-API-Version", "X-OpenStack-Nova-API-Version");
    }

    @Test
    void theNewHeaderWinsOverTheOldOne() {
        given().header("X-Auth-Token", TestIdentity.current().token(project, "reader"))
                .header("X-OpenStack-Nova-API-Version", "2.90")
                .header("OpenStack-API-Version", "compute 2.53")
                .get("/v2.1/flavors")
                .then()
                .header("OpenStack-API-Version", equalTo("compute 2.53"));
    }

    @Test
    void aVersionThatIsNotOfferedIs406AndAMalformedOne400() {
        String token = TestIdentity.current().token(project, "reader");
        given().header("X-Auth-Token", token)
                .header("OpenStack-API-Version", "compute 2.999")
                .get("/v2.1/flavors")
                .then()
                .statusCode(406)
                .body("computeFault.code", equalTo(406));
        given().header("X-Auth-Token", token)
                .header("X-OpenStack-Nova-API-Version", "two")
                .get("/v2.1/flavors")
                .then()
                .statusCode(400)
                .body("badRequest.code", equalTo(400));
    }

    @Test
    void everyFaultHasNovasBody() {
        String token = TestIdentity.current().token(project, "admin");
        given().header("X-Auth-Token", token)
                .get("/v2.1/nonsense")
                .then()
                .statusCode(404)
                .body("itemNotFound.code", equalTo(404));
        given().header("X-Auth-Token", token)
                .patch("/v2.1/flavors")
                .then()
                .statusCode(405)
                .body("badMethod.code", equalTo(405));
        given().get("/v2.1/flavors").then().statusCode(401).header("WWW-Authenticate", startsWith("Keystone uri="));
        given().header("X-Auth-Token", token)
                .contentType("application/json")
                .body("{\"flavor\": ")
                .post("/v2.1/flavors")
                .then()
                .statusCode(400)
                .body("badRequest.message", startsWith("Malformed request body"));
    }

    @Test
    void extensionsAreListed() {
        given().header("X-Auth-Token", TestIdentity.current().token(project, "reader"))
                .get("/v2.1/extensions")
                .then()
                .statusCode(200)
                .body("extensions.find { it.alias == 'os-keypairs' }.name", equalTo("os-keypairs"));
    }
}
