package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.oblako.identity.api.Cloud.Member;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members, domain managers and operators may do. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class PersonasIT {

    private String admin;
    private String domain;
    private String manager;
    private String managerUser;

    @BeforeEach
    void makeADomainWithItsManager() {
        admin = Cloud.admin();
        domain = Cloud.make(admin, "domain", Map.of("name", Cloud.fresh("domain")));
        String name = Cloud.fresh("manager");
        managerUser =
                Cloud.make(admin, "user", Map.of("name", name, "domain_id", domain, "password", "secret-manager"));
        Cloud.grant(admin, "domains", domain, managerUser, "manager");
        manager = Cloud.token(Cloud.password(name, domain, "secret-manager", Cloud.domain(domain)));
    }

    @Test
    void aMemberSeesThemselvesAndNobodyElse() {
        Member member = Member.fresh(admin, "member");
        Member other = Member.fresh(admin, "member");
        String token = member.token();
        as(token).get("/v3/users/" + member.user()).then().statusCode(200);
        as(token).get("/v3/users/" + other.user()).then().statusCode(403);
        as(token).get("/v3/users/no-such-user").then().statusCode(403);
        as(token).get("/v3/users").then().statusCode(403);
        as(token).get("/v3/projects/" + member.project()).then().statusCode(200);
        as(token).get("/v3/projects/" + other.project()).then().statusCode(404);
        as(token)
                .body(Map.of("project", Map.of("name", "mine")))
                .post("/v3/projects")
                .then()
                .statusCode(403);
    }

    @Test
    void aManagerRunsTheirDomain() {
        String project = Cloud.make(manager, "project", Map.of("name", Cloud.fresh("project"), "domain_id", domain));
        String user = Cloud.make(
                manager, "user", Map.of("name", Cloud.fresh("user"), "domain_id", domain, "password", "secret-1"));
        String group = Cloud.make(manager, "group", Map.of("name", Cloud.fresh("group"), "domain_id", domain));
        as(manager).put("/v3/groups/%s/users/%s".formatted(group, user)).then().statusCode(204);
        Cloud.grant(manager, "projects", project, user, "member");
        as(manager)
                .get("/v3/role_assignments?effective&user.id=" + user)
                .then()
                .statusCode(200)
                .body("role_assignments.scope.project.id.unique()", contains(project));
        as(manager).get("/v3/domains").then().statusCode(200).body("domains.id", contains(domain));
        as(manager).delete("/v3/users/" + user).then().statusCode(204);
    }

    @Test
    void ID_18_aManagerDoesNotLeaveTheirDomain() {
        Member stranger = Member.fresh(admin, "member");
        as(manager).get("/v3/users/" + stranger.user()).then().statusCode(404);
        as(manager).delete("/v3/users/" + stranger.user()).then().statusCode(404);
        as(manager)
                .body(Map.of("user", Map.of("name", "x", "domain_id", Cloud.DEFAULT)))
                .post("/v3/users")
                .then()
                .statusCode(403);
        String group = Cloud.make(manager, "group", Map.of("name", Cloud.fresh("group"), "domain_id", domain));
        as(manager)
                .put("/v3/groups/%s/users/%s".formatted(group, stranger.user()))
                .then()
                .statusCode(404);
        String reader = Cloud.roleId(manager, "reader");
        as(manager)
                .put("/v3/projects/%s/users/%s/roles/%s".formatted(stranger.project(), managerUser, reader))
                .then()
                .statusCode(404);
        as(manager)
                .put("/v3/domains/%s/users/%s/roles/%s".formatted(domain, stranger.user(), reader))
                .then()
                .statusCode(404);
        as(manager).get("/v3/users").then().body("users.domain_id.unique()", contains(domain));
    }

    @Test
    void ID_18_aManagerGivesListedRolesOnly() {
        String own = Cloud.roleId(admin, "admin");
        String service = Cloud.roleId(admin, "service");
        for (String role : List.of(own, service)) {
            as(manager)
                    .put("/v3/domains/%s/users/%s/roles/%s".formatted(domain, managerUser, role))
                    .then()
                    .statusCode(403);
        }
        as(manager)
                .put("/v3/system/users/%s/roles/%s".formatted(managerUser, Cloud.roleId(admin, "reader")))
                .then()
                .statusCode(403);
        as(manager)
                .put("/v3/roles/%s/implies/%s".formatted(Cloud.roleId(admin, "manager"), own))
                .then()
                .statusCode(403);
        as(manager)
                .body(Map.of("role", Map.of("name", Cloud.fresh("role"), "domain_id", domain)))
                .post("/v3/roles")
                .then()
                .statusCode(403);
    }

    @Test
    void ID_11_headersThatClaimAnIdentityAreIgnored() {
        Member member = Member.fresh(admin, "member");
        io.restassured.response.Response response = as(member.token())
                .header("X-Roles", "admin")
                .header("x-is-admin-project", "True")
                .header("X-User-Id", managerUser)
                .header("X_USER_ID", managerUser)
                .header("X-Project-Id", "admin")
                .header("X-Identity-Status", "Confirmed")
                .header("X-Forwarded-User", "admin")
                .get("/v3/users");
        assertThat(response.statusCode()).isEqualTo(403);
        io.restassured.RestAssured.given()
                .header("X-Identity-Status", "Confirmed")
                .header("X-Roles", "admin")
                .header("REMOTE_USER", "admin")
                .get("/v3/users")
                .then()
                .statusCode(401);
    }

    @Test
    void ID_22_aUrlOfTheCatalogIsNeverExpanded() {
        String service = Cloud.make(admin, "service", Map.of("type", Cloud.fresh("type"), "name", "trap"));
        String url = "http://$(admin_token)s/${env.PATH}/{{7*7}}/%(password)s";
        String endpoint =
                Cloud.make(admin, "endpoint", Map.of("service_id", service, "interface", "public", "url", url));
        as(admin).get("/v3/endpoints/" + endpoint).then().body("endpoint.url", equalTo(url));
        List<String> urls = as(admin).get("/v3/auth/catalog").path("catalog.endpoints.flatten().url");
        assertThat(urls).contains(url);
        as(admin).delete("/v3/services/" + service).then().statusCode(204);
    }
}
