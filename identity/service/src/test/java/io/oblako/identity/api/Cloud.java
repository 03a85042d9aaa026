package io.oblako.identity.api;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.oblako.testing.Engines;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** What tests ask identity for, in few words. */
final class Cloud {

    static final String DEFAULT = "default";

    private Cloud() {}

    /** Keycloak's own console, for the realm of the test. */
    static RequestSpecification console(String realm) {
        String token = given().formParam("grant_type", "client_credentials")
                .formParam("client_id", Engines.keycloakClientId())
                .formParam("client_secret", Engines.keycloakClientSecret())
                .post(Engines.keycloakUrl() + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        return given().baseUri(Engines.keycloakUrl() + "/admin/realms/" + realm)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    static RequestSpecification as(String token) {
        return given().header("X-Auth-Token", token).contentType(ContentType.JSON);
    }

    static String fresh(String kind) {
        return kind + '-' + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A token of the first operator, once bootstrap is through. */
    static String admin() {
        await().atMost(60, SECONDS)
                .until(() -> logIn(password("admin", DEFAULT, IdentityEngines.ADMIN_PASSWORD, project("admin")))
                                .statusCode()
                        == 201);
        return token(password("admin", DEFAULT, IdentityEngines.ADMIN_PASSWORD, project("admin")));
    }

    static String project(String name) {
        return "{\"project\": {\"name\": \"%s\", \"domain\": {\"id\": \"default\"}}}".formatted(name);
    }

    static String projectById(String id) {
        return "{\"project\": {\"id\": \"%s\"}}".formatted(id);
    }

    static String domain(String id) {
        return "{\"domain\": {\"id\": \"%s\"}}".formatted(id);
    }

    static String password(String name, String domain, String password, String scope) {
        return """
            {"auth": {"identity": {"methods": ["password"], "password": {"user":
              {"name": "%s", "domain": {"id": "%s"}, "password": "%s"}}}, "scope": %s}}\
            """.formatted(name, domain, password, scope);
    }

    static String byToken(String token, String scope) {
        return "{\"auth\": {\"identity\": {\"methods\": [\"token\"], \"token\": {\"id\": \"%s\"}}, \"scope\": %s}}"
                .formatted(token, scope);
    }

    static String byCredential(String id, String secret) {
        return """
            {"auth": {"identity": {"methods": ["application_credential"], "application_credential":
              {"id": "%s", "secret": "%s"}}}}\
            """.formatted(id, secret);
    }

    static Response logIn(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v3/auth/tokens");
    }

    /** A log-in that a trusted proxy says comes from the address. */
    static Response logInFrom(String address, String body) {
        return given().header("X-Forwarded-For", address)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v3/auth/tokens");
    }

    static String token(String body) {
        Response response = logIn(body);
        response.then().statusCode(201);
        return response.header("X-Subject-Token");
    }

    /** The status of a request that any valid token may make. */
    static int statusWith(String token) {
        return as(token).get("/v3/auth/catalog").statusCode();
    }

    static String make(String admin, String what, Map<String, Object> attributes) {
        return as(admin)
                .body(Map.of(what, attributes))
                .post("/v3/" + what + "s")
                .then()
                .statusCode(201)
                .extract()
                .path(what + ".id");
    }

    static String roleId(String admin, String name) {
        return as(admin)
                .get("/v3/roles?name=" + name)
                .then()
                .statusCode(200)
                .extract()
                .path("roles[0].id");
    }

    static void grant(String admin, String where, String target, String user, String role) {
        as(admin)
                .put("/v3/%s/%s/users/%s/roles/%s".formatted(where, target, user, roleId(admin, role)))
                .then()
                .statusCode(204);
    }

    /** A user with a role in a project, both new. */
    record Member(String user, String name, String password, String project) {

        static Member fresh(String admin, String role) {
            return in(admin, DEFAULT, role);
        }

        static Member in(String admin, String domain, String role) {
            String name = Cloud.fresh("user");
            String project = make(admin, "project", Map.of("name", Cloud.fresh("project"), "domain_id", domain));
            String user =
                    make(admin, "user", Map.of("name", name, "domain_id", domain, "password", "secret-of-" + name));
            grant(admin, "projects", project, user, role);
            return new Member(user, name, "secret-of-" + name, project);
        }

        String token() {
            return Cloud.token(body());
        }

        String body() {
            return """
                {"auth": {"identity": {"methods": ["password"], "password": {"user":
                  {"id": "%s", "password": "%s"}}}, "scope": {"project": {"id": "%s"}}}}\
                """.formatted(user, password, project);
        }
    }
}
