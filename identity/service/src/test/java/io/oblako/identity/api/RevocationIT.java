package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.identity.api.Cloud.Member;
import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken back is void at once here, and told to everybody else by a fact. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class RevocationIT {

    @Inject
    KafkaSettings kafka;

    @Inject
    DataSource database;

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    @Test
    void ID_01_aRevokedTokenIsVoidEverywhereWithinTwoSeconds() {
        Set<String> told = ConcurrentHashMap.newKeySet();
        try (var reader = new FactReader<>(kafka, IdentityTopics.REVOCATIONS, fact -> told.add(fact.key())).start()) {
            Member member = Member.fresh(admin, "member");
            String token = member.token();
            String audit = as(token)
                    .header("X-Subject-Token", token)
                    .get("/v3/auth/tokens")
                    .path("token.audit_ids[0]");
            as(token)
                    .header("X-Subject-Token", token)
                    .delete("/v3/auth/tokens")
                    .then()
                    .statusCode(204);
            assertThat(Cloud.statusWith(token)).isEqualTo(401);
            as(admin)
                    .header("X-Subject-Token", token)
                    .get("/v3/auth/tokens")
                    .then()
                    .statusCode(404);
            await().atMost(2, SECONDS).until(() -> told.contains("token:" + audit));
        }
    }

    @Test
    void ID_02_tokensOfADisabledUserAreVoid() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        as(admin)
                .body(Map.of("user", Map.of("enabled", false)))
                .patch("/v3/users/" + member.user())
                .then()
                .statusCode(200);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body()).then().statusCode(401);
    }

    @Test
    void ID_02_aUserOfTheSameNameGetsNothingOfADeletedOne() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        as(admin).delete("/v3/users/" + member.user()).then().statusCode(204);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        String again = Cloud.make(
                admin,
                "user",
                Map.of("name", member.name(), "domain_id", Cloud.DEFAULT, "password", member.password()));
        assertThat(again).isNotEqualTo(member.user());
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(Cloud.password(
                        member.name(), Cloud.DEFAULT, member.password(), Cloud.projectById(member.project())))
                .then()
                .statusCode(401);
    }

    @Test
    void ID_02_tokensForADisabledProjectAreVoid() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        as(admin)
                .body(Map.of("project", Map.of("enabled", false)))
                .patch("/v3/projects/" + member.project())
                .then()
                .statusCode(200);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body()).then().statusCode(401);
    }

    @Test
    void ID_02_tokensInADisabledDomainAreVoid() {
        String domain = Cloud.make(admin, "domain", Map.of("name", Cloud.fresh("domain")));
        Member member = Member.in(admin, domain, "member");
        String token = member.token();
        as(admin)
                .body(Map.of("domain", Map.of("enabled", false)))
                .patch("/v3/domains/" + domain)
                .then()
                .statusCode(200);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body()).then().statusCode(401);
        as(admin).delete("/v3/domains/" + domain).then().statusCode(204);
        as(admin).get("/v3/users/" + member.user()).then().statusCode(404);
    }

    @Test
    void ID_03_aRoleTakenAwayIsGoneFromLivingTokens() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        as(admin)
                .delete("/v3/projects/%s/users/%s/roles/%s"
                        .formatted(member.project(), member.user(), Cloud.roleId(admin, "member")))
                .then()
                .statusCode(204);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body()).then().statusCode(401);
    }

    @Test
    void ID_03_leavingAGroupTakesItsRolesAway() {
        Member member = Member.fresh(admin, "reader");
        String group = Cloud.make(admin, "group", Map.of("name", Cloud.fresh("group"), "domain_id", Cloud.DEFAULT));
        String membership = "/v3/groups/%s/users/%s".formatted(group, member.user());
        as(admin).put(membership).then().statusCode(204);
        as(admin)
                .put("/v3/projects/%s/groups/%s/roles/%s"
                        .formatted(member.project(), group, Cloud.roleId(admin, "manager")))
                .then()
                .statusCode(204);
        String token = member.token();
        as(admin).delete(membership).then().statusCode(204);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        assertThat(Cloud.logIn(member.body()).jsonPath().getList("token.roles.name", String.class))
                .containsExactly("reader");
    }

    @Test
    void ID_19_aPasswordIsChangedOnlyWithTheOldOneAndThenAllTokensAreVoid() {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        String path = "/v3/users/" + member.user() + "/password";
        as(token)
                .body(Map.of("user", Map.of("password", "quite-new-1")))
                .post(path)
                .then()
                .statusCode(400);
        as(token)
                .body(Map.of("user", Map.of("password", "quite-new-1", "original_password", "guess")))
                .post(path)
                .then()
                .statusCode(401);
        assertThat(Cloud.statusWith(token)).isEqualTo(200);
        as(token)
                .body(Map.of("user", Map.of("password", "quite-new-1", "original_password", member.password())))
                .post(path)
                .then()
                .statusCode(204);
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body()).then().statusCode(401);
        String anew = Cloud.token(member.body().replace(member.password(), "quite-new-1"));
        assertThat(Cloud.statusWith(anew)).isEqualTo(200);
        as(anew).body(Map.of("user", Map.of("password", member.password(), "original_password", "quite-new-1")))
                .post(path)
                .then()
                .statusCode(400);
    }

    /** The log-in is held where it asks for failures before: by then it has read the tables. */
    @Test
    void ID_02_aCredentialThatIsDeletedWhileItLogsInGetsNoToken() throws Exception {
        Member member = Member.fresh(admin, "member");
        String token = member.token();
        String path = "/v3/users/%s/application_credentials".formatted(member.user());
        String id = as(token)
                .body(Map.of("application_credential", Map.of("name", "short", "secret", "hunter2-hunter2")))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("application_credential.id");
        String logIn = Cloud.byCredential(id, "hunter2-hunter2");
        Cloud.logIn(logIn).then().statusCode(201);
        CompletableFuture<Response> held;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "lock table failed_log_in in access exclusive mode");
            held = CompletableFuture.supplyAsync(() -> Cloud.logIn(logIn));
            await().atMost(10, SECONDS).until(() -> waiting(connection) == 1);
            as(token).delete(path + '/' + id).then().statusCode(204);
            // Beyond the moment up to which tokens are void: one that is dated now would live.
            await().pollDelay(Revoker.AHEAD.multipliedBy(2)).until(() -> true);
            connection.rollback();
        }
        held.get(20, SECONDS).then().statusCode(401);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int waiting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted"
                        + " and relation = 'failed_log_in'::regclass")) {
            row.next();
            return row.getInt(1);
        }
    }
}
