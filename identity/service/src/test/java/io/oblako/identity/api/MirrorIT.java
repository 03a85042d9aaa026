package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.oblako.identity.api.Cloud.Member;
import io.oblako.kernel.id.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is changed at Keycloak's own console is seen here. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class MirrorIT {

    /** Seconds: a round begins every two, and the machine of the tests may be busy. */
    private static final int SOON = 15;

    @ConfigProperty(name = "oblako.keycloak.realm")
    String realm;

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    private RequestSpecification console() {
        return Cloud.console(realm);
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
        await().atMost(SOON, SECONDS).until(() -> Cloud.statusWith(token) == 401);
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
        await().atMost(SOON, SECONDS).until(() -> Cloud.statusWith(token) == 401);
        as(admin).get("/v3/users/" + member.user()).then().statusCode(404);
    }

    private String groupOfTheConsole(String name) {
        String location = console()
                .body(Map.of("name", name))
                .post("/groups")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void joinAtTheConsole(String group, Member member) {
        console()
                .put("/users/%s/groups/%s".formatted(Ids.uuid(member.user()), group))
                .then()
                .statusCode(204);
    }

    private static String idHere(String group) {
        return Ids.hex(UUID.fromString(group));
    }

    private void awaitMember(String group, Member member, boolean wanted) {
        await().atMost(SOON, SECONDS)
                .until(() -> as(admin)
                                .head("/v3/groups/%s/users/%s".formatted(idHere(group), member.user()))
                                .statusCode()
                        == (wanted ? 204 : 404));
    }

    /** A group made at the console, with a member and a role in a project; and the member's token for it. */
    private String tokenByGroup(String group, Member member, String project) {
        joinAtTheConsole(group, member);
        awaitMember(group, member, true);
        as(admin)
                .put("/v3/projects/%s/groups/%s/roles/%s"
                        .formatted(project, idHere(group), Cloud.roleId(admin, "member")))
                .then()
                .statusCode(204);
        return Cloud.token(Cloud.byToken(member.token(), Cloud.projectById(project)));
    }

    @Test
    void ID_03_whoLeavesAGroupAtTheConsoleLosesTheTokensOfItsRoles() {
        Member member = Member.fresh(admin, "member");
        String project = Cloud.make(admin, "project", Map.of("name", Cloud.fresh("project")));
        String group = groupOfTheConsole(Cloud.fresh("group"));
        String token = tokenByGroup(group, member, project);
        String own = member.token();
        console()
                .delete("/users/%s/groups/%s".formatted(Ids.uuid(member.user()), group))
                .then()
                .statusCode(204);
        await().atMost(SOON, SECONDS).until(() -> Cloud.statusWith(token) == 401);
        awaitMember(group, member, false);
        assertThat(Cloud.statusWith(own)).as("what rests on no group stays").isEqualTo(200);
        Cloud.logIn(Cloud.byToken(own, Cloud.projectById(project))).then().statusCode(401);
    }

    @Test
    void ID_03_aGroupRemovedAtTheConsoleTakesItsRolesAlong() {
        Member member = Member.fresh(admin, "member");
        String project = Cloud.make(admin, "project", Map.of("name", Cloud.fresh("project")));
        String group = groupOfTheConsole(Cloud.fresh("group"));
        String token = tokenByGroup(group, member, project);
        console().delete("/groups/" + group).then().statusCode(204);
        await().atMost(SOON, SECONDS).until(() -> Cloud.statusWith(token) == 401);
        as(admin).get("/v3/groups/" + idHere(group)).then().statusCode(404);
        as(admin)
                .get("/v3/role_assignments?scope.project.id=" + project)
                .then()
                .statusCode(200)
                .body("role_assignments", empty());
    }

    @Test
    void aGroupRenamedAtTheConsoleKeepsItsMembersAndItsDomain() {
        String domain = Cloud.make(admin, "domain", Map.of("name", Cloud.fresh("domain")));
        String group = Cloud.make(
                admin,
                "group",
                Map.of("name", Cloud.fresh("group"), "domain_id", domain, "description", "kept here alone"));
        String name = Cloud.fresh("renamed");
        console()
                .body(Map.of("name", name + '@' + domain))
                .put("/groups/" + Ids.uuid(group))
                .then()
                .statusCode(204);
        await().atMost(SOON, SECONDS)
                .untilAsserted(() -> as(admin)
                        .get("/v3/groups/" + group)
                        .then()
                        .body("group.name", equalTo(name))
                        .body("group.domain_id", equalTo(domain))
                        .body("group.description", equalTo("kept here alone")));
    }

    @Test
    void aGroupInsideAnotherIsNotMirrored() {
        String parent = groupOfTheConsole(Cloud.fresh("parent"));
        console()
                .body(Map.of("name", Cloud.fresh("child")))
                .post("/groups/%s/children".formatted(parent))
                .then()
                .statusCode(201);
        String after = Cloud.fresh("after");
        groupOfTheConsole(after);
        await().atMost(SOON, SECONDS)
                .until(() -> as(admin)
                        .get("/v3/groups")
                        .<List<String>>path("groups.name")
                        .contains(after));
        assertThat(as(admin).get("/v3/groups").<List<String>>path("groups.name"))
                .noneMatch(name -> name.startsWith("child"));
    }
}
