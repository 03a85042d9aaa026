package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class VersionsIT {

    @ParameterizedTest
    @CsvSource({"/,300", "/versions,200", "/v2,300", "/v2/,300"})
    void versionsAreListedWithoutAToken(String path, int status) {
        RestAssured.given()
                .header("Host", "evil.example")
                .get(path)
                .then()
                .statusCode(status)
                .body("versions[0].status", equalTo("CURRENT"))
                .body("versions.id", hasItem("v2.0"))
                .body("versions[0].links[0].href", startsWith("http://127.0.0.1:9292/v2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "images", "member", "members"})
    void schemasNameThemselves(String schema) {
        as(TestIdentity.newProject(), "reader")
                .get("/v2/schemas/{schema}", schema)
                .then()
                .statusCode(200)
                .body("name", equalTo(schema));
    }

    @Test
    void noImportIsOfferedAndThereIsOneStore() {
        String project = TestIdentity.newProject();
        as(project, "reader")
                .get("/v2/info/import")
                .then()
                .body("'import-methods'.value", equalTo(java.util.List.of()));
        as(project, "reader").get("/v2/info/stores").then().statusCode(404);
    }

    @Test
    void faultsAreHtmlForThoseWhoTakeAnythingAndJsonForOthers() {
        String project = TestIdentity.newProject();
        as(project, "reader")
                .accept("*/*")
                .get("/v2/images/x")
                .then()
                .statusCode(404)
                .contentType("text/html");
        as(project, "reader")
                .accept("application/json")
                .get("/v2/images/x")
                .then()
                .statusCode(404)
                .body("code", equalTo("404 Not Found"))
                .body("message", equalTo("Failed to find image x"));
        as(project, "reader")
                .accept("application/json")
                .get("/v2/nothing")
                .then()
                .statusCode(404);
    }
}
