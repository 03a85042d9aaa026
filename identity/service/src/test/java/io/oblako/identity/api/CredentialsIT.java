package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.identity.api.Cloud.Member;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Application credentials and their limits. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class CredentialsIT {

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    private static String path(Member member) {
        return "/v3/users/" + member.user() + "/application_credentials";
    }

    private static Response create(Member member, String token, Map<String, Object> more) {
        Map<String, Object> wanted = new HashMap<>(Map.of("name", Cloud.fresh("credential")));
        wanted.putAll(more);
        return as(token).body(Map.of("application_credential", wanted)).post(path(member));
    }

    private static String use(Response made) {
        made.then().statusCode(201);
        return Cloud.token(
                Cloud.byCredential(made.path("application_credential.id"), made.path("application_credential.secret")));
    }

    @Test
    void I11_whoRepeatsTheRequestGetsTheSameCredentialWithoutItsSecret() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        String key = Cloud.fresh("key");
        String body = "{\"application_credential\": {\"name\": \"%s\"}}".formatted(Cloud.fresh("credential"));
        Response made = as(token).header("Idempotency-Key", key).body(body).post(path(member));
        made.then().statusCode(201);
        as(token)
                .header("Idempotency-Key", key)
                .body(body)
                .post(path(member))
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("application_credential.id", equalTo(made.path("application_credential.id")))
                .body("application_credential", not(hasKey("secret")));
        assertThat(Cloud.statusWith(use(made))).isEqualTo(200);
    }

    @Test
    void theSecretIsShownOnce() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        Response made = create(member, token, Map.of());
        String id = made.then().statusCode(201).extract().path("application_credential.id");
        as(token)
                .get(path(member) + '/' + id)
                .then()
                .statusCode(200)
                .body("application_credential.secret", nullValue());
        assertThat(Cloud.statusWith(use(made))).isEqualTo(200);
    }

    @Test
    void aDeletedCredentialAndItsTokensAreVoid() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        Response made = create(member, token, Map.of());
        String used = use(made);
        as(token)
                .delete(path(member) + '/' + made.path("application_credential.id"))
                .then()
                .statusCode(204);
        assertThat(Cloud.statusWith(used)).isEqualTo(401);
    }

    @Test
    void aCredentialLosesTheRolesItsUserLoses() {
        Member member = Member.fresh(admin, "member");
        Response made = create(member, member.token(), Map.of("secret", "short-one"));
        use(made);
        as(admin)
                .delete("/v3/projects/%s/users/%s/roles/%s"
                        .formatted(member.project(), member.user(), Cloud.roleId(admin, "member")))
                .then()
                .statusCode(204);
        Cloud.logIn(Cloud.byCredential(made.path("application_credential.id"), "short-one"))
                .then()
                .statusCode(401);
    }

    @Test
    void aCredentialHasTheRolesItWasGiven() {
        Member member = Member.fresh(admin, "manager");
        Response made = create(member, member.token(), Map.of("roles", List.of(Map.of("name", "reader"))));
        Cloud.logIn(Cloud.byCredential(
                        made.path("application_credential.id"), made.path("application_credential.secret")))
                .then()
                .statusCode(201)
                .body("token.roles.name", contains("reader"));
        create(member, member.token(), Map.of("roles", List.of(Map.of("name", "admin"))))
                .then()
                .statusCode(400);
    }

    @Test
    void ID_06_aRestrictedCredentialMakesNoFurtherOnesAndChangesNoPassword() {
        Member member = Member.fresh(admin, "member");
        String restricted = use(create(member, member.token(), Map.of()));
        create(member, restricted, Map.of()).then().statusCode(403);
        as(restricted)
                .body(Map.of("user", Map.of("password", "quite-new-1", "original_password", member.password())))
                .post("/v3/users/" + member.user() + "/password")
                .then()
                .statusCode(403);
        for (String absent : List.of("/v3/credentials", "/v3/credentials/OS-EC2", "/v3/OS-TRUST/trusts")) {
            as(restricted).body("{}").post(absent).then().statusCode(404);
        }
    }

    @Test
    void ID_06_whatACredentialMakesHasNoRoleMore() {
        Member member = Member.fresh(admin, "manager");
        String reader = use(create(
                member, member.token(), Map.of("unrestricted", true, "roles", List.of(Map.of("name", "reader")))));
        create(member, reader, Map.of("roles", List.of(Map.of("name", "manager"))))
                .then()
                .statusCode(400);
        Response derived = create(member, reader, Map.of());
        derived.then().statusCode(201).body("application_credential.roles.name", contains("reader"));
    }

    @Test
    void accessRulesLimitATokenToWhatTheySay() {
        Member member = Member.fresh(admin, "member");
        Response made = create(
                member,
                member.token(),
                Map.of(
                        "access_rules",
                        List.of(Map.of("service", "identity", "method", "GET", "path", "/v3/auth/projects"))));
        String token = use(made);
        as(token).get("/v3/auth/projects").then().statusCode(200);
        as(token).get("/v3/auth/catalog").then().statusCode(403);
        String rule = made.path("application_credential.access_rules[0].id");
        String rules = "/v3/users/" + member.user() + "/access_rules";
        as(member.token()).get(rules).then().statusCode(200).body("access_rules.id", contains(rule));
        as(member.token()).delete(rules + '/' + rule).then().statusCode(403);
    }

    @Test
    void anotherUsersCredentialsAreNotShown() {
        Member member = Member.fresh(admin, "member");
        Member other = Member.fresh(admin, "member");
        as(other.token()).get(path(member)).then().statusCode(403);
        create(member, other.token(), Map.of()).then().statusCode(403).body("error.code", equalTo(403));
    }

    @Test
    void anExpiredCredentialIsRefusedWhenMade() {
        Member member = Member.fresh(admin, "member");
        create(member, member.token(), Map.of("expires_at", "2020-01-01T00:00:00.000000"))
                .then()
                .statusCode(400);
    }
}
