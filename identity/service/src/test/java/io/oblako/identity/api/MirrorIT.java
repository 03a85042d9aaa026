package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.identity.api.Cloud.Member;
import io.oblako.kernel.id.Ids;
import io.oblako.testing.Engines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is changed at Keycloak's own console is seen here. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class MirrorIT {

    @ConfigProperty(name = "oblako.keycloak.realm")
    String realm;

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    private RequestSpecification console() {
        String token = given().formParam("grant_type", "client_credentials")
                .formParam("client_id", Engines.keycloakClientId())
                .formParam("client_secret", Engines.keycloakClientSecret())
                .post(Engines.keycloakUrl() + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        return given().baseUri(Engines.keycloakUrl() + "/admin/realms/" + realm)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    @Test
    void aUserDisabledAtTheConsoleLosesTheirTokens() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        console()
                .body(Map.of("enabled", false))
                .put("/users/" + Ids.uuid(member.user()))
                .then()
                .statusCode(204);
        await().atMost(30, SECONDS).until(() -> Cloud.statusWith(token) == 401);
        assertThat(as(admin).get("/v3/users/" + member.user()).<Boolean>path("user.enabled"))
                .isFalse();
    }

    @Test
    void aUserMadeAtTheConsoleCanLogInAtOnce() {
        String name = Cloud.fresh("console");
        console()
                .body(Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", "secret-1", "temporary", false))))
                .post("/users")
                .then()
                .statusCode(201);
        Cloud.logIn(Cloud.password(name, Cloud.DEFAULT, "secret-1", "null"))
                .then()
                .statusCode(201);
    }

    @Test
    void aUserRemovedAtTheConsoleIsForgotten() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        console().delete("/users/" + Ids.uuid(member.user())).then().statusCode(204);
        await().atMost(30, SECONDS).until(() -> Cloud.statusWith(token) == 401);
        as(admin).get("/v3/users/" + member.user()).then().statusCode(404);
    }
}
