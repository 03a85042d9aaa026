package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.identity.api.Cloud.Member;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in, rescoping, looking at tokens, rotating keys. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class TokensIT {

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    @Test
    void aPasswordGivesATokenWithRolesAndCatalog() {
        Member member = Member.fresh(admin, "member");
        Response response = Cloud.logIn(member.body());
        response.then()
                .statusCode(201)
                .header("Vary", "X-Auth-Token")
                .body("token.user.id", equalTo(member.user()))
                .body("token.methods", contains("password"))
                .body("token.project.id", equalTo(member.project()))
                .body("token.roles.name", contains("member", "reader"))
                .body("token.catalog.type", hasItems("identity", "image", "compute"));
        String token = response.header("X-Subject-Token");
        Object shown = as(token)
                .header("X-Subject-Token", token)
                .get("/v3/auth/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        assertThat(shown).isEqualTo(response.path("token"));
    }

    @Test
    void theCatalogCanBeLeftOut() {
        Member member = Member.fresh(admin, "reader");
        io.restassured.RestAssured.given()
                .contentType("application/json")
                .body(member.body())
                .post("/v3/auth/tokens?nocatalog")
                .then()
                .statusCode(201)
                .body("token.catalog", nullValue());
    }

    @Test
    void anUnscopedTokenBecomesAScopedOne() {
        Member member = Member.fresh(admin, "member");
        String unscoped = Cloud.token(Cloud.password(member.name(), Cloud.DEFAULT, member.password(), "\"unscoped\""));
        as(unscoped).get("/v3/auth/projects").then().statusCode(200).body("projects.id", contains(member.project()));
        Cloud.logIn(Cloud.byToken(unscoped, Cloud.projectById(member.project())))
                .then()
                .statusCode(201)
                .body("token.methods", contains("token", "password"))
                .body("token.audit_ids.size()", equalTo(2));
    }

    @Test
    void ID_04_aChainOfTokensNeverLivesLonger() {
        Member member = Member.fresh(admin, "member");
        Response first = Cloud.logIn(member.body());
        String end = first.path("token.expires_at");
        String token = first.header("X-Subject-Token");
        String root = token;
        for (int i = 0; i < 100; i++) {
            Response next = Cloud.logIn(Cloud.byToken(token, Cloud.projectById(member.project())));
            next.then().statusCode(201).body("token.expires_at", equalTo(end));
            token = next.header("X-Subject-Token");
        }
        as(root).header("X-Subject-Token", root)
                .delete("/v3/auth/tokens")
                .then()
                .statusCode(204);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
    }

    @Test
    void ID_05_aTokenReachesNoScopeWithoutARole() {
        Member member = Member.fresh(admin, "member");
        Member other = Member.fresh(admin, "member");
        String token = member.token();
        for (String scope : List.of(
                Cloud.projectById(other.project()),
                Cloud.projectById("no-such-project"),
                Cloud.domain(Cloud.DEFAULT),
                "{\"system\": {\"all\": true}}")) {
            Cloud.logIn(Cloud.byToken(token, scope)).then().statusCode(401);
        }
    }

    @Test
    void ID_05_aTokenOfACredentialIsNotRescoped() {
        String token = Cloud.token(Cloud.byCredential(IdentityEngines.NODE_ID, IdentityEngines.NODE_SECRET));
        Cloud.logIn(Cloud.byToken(token, "\"unscoped\"")).then().statusCode(401);
        Cloud.logIn(Cloud.byToken(token, Cloud.project("service"))).then().statusCode(401);
    }

    @Test
    void aTokenThatIsNoneIsNotFoundAsAProof() {
        Cloud.logIn(Cloud.byToken("not-a-token", "\"unscoped\""))
                .then()
                .statusCode(404)
                .body("error.code", equalTo(404))
                .body("error.title", equalTo("Not Found"));
    }

    @Test
    void nodesLogInWithTheirCredential() {
        Cloud.logIn(Cloud.byCredential(IdentityEngines.NODE_ID, IdentityEngines.NODE_SECRET))
                .then()
                .statusCode(201)
                .body("token.roles.name", contains("service"))
                .body("token.project.name", equalTo("service"))
                .body("token.application_credential.restricted", equalTo(true));
        Cloud.logIn(Cloud.byCredential(IdentityEngines.NODE_ID, "wrong")).then().statusCode(401);
    }

    @Test
    void rotatingTheKeyInvalidatesNothing() throws InterruptedException {
        Member member = Member.fresh(admin, "member");
        String before = member.token();
        as(admin).post("/v3/OS-OBLAKO/signing-keys").then().statusCode(201);
        Thread.sleep(2_500);
        String after = member.token();
        assertThat(before.substring(0, before.indexOf('.'))).isNotEqualTo(after.substring(0, after.indexOf('.')));
        assertThat(Cloud.statusWith(before)).isEqualTo(200);
        assertThat(Cloud.statusWith(after)).isEqualTo(200);
        List<Map<String, Object>> keys = io.restassured.RestAssured.get("/v3/OS-OBLAKO/jwks")
                .then()
                .statusCode(200)
                .extract()
                .path("keys");
        assertThat(keys).hasSizeGreaterThan(1).allSatisfy(key -> assertThat(key).doesNotContainKey("d"));
    }

    @Test
    void anInheritedRoleHoldsBelowAndNotAbove() {
        String domain = Cloud.make(admin, "domain", Map.of("name", Cloud.fresh("domain")));
        Member member = Member.in(admin, domain, "reader");
        String role = Cloud.roleId(admin, "manager");
        as(admin)
                .put("/v3/OS-INHERIT/domains/%s/users/%s/roles/%s/inherited_to_projects"
                        .formatted(domain, member.user(), role))
                .then()
                .statusCode(204);
        Cloud.logIn(member.body()).then().statusCode(201).body("token.roles.name", hasItems("manager", "member"));
        String inDomain = member.body().replace(Cloud.projectById(member.project()), Cloud.domain(domain));
        Cloud.logIn(inDomain).then().statusCode(401);
    }
}
