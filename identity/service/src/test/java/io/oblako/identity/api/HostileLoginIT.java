package io.oblako.identity.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.oblako.identity.api.Cloud.Member;
import io.oblako.testing.Engines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log-ins that mean harm: guessed, swollen, forged. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class HostileLoginIT {

    private static final String EXCHANGE = "/v3/OS-FEDERATION/identity_providers/keycloak/protocols/openid/auth";

    @ConfigProperty(name = "oblako.keycloak.realm")
    String realm;

    private String admin;

    @BeforeEach
    void logIn() {
        admin = Cloud.admin();
    }

    @Test
    void ID_13_anUnknownUserLooksLikeAWrongPassword() {
        Member member = Member.fresh(admin, "member");
        String wrong = Cloud.password(member.name(), Cloud.DEFAULT, "wrong", "null");
        String unknown = Cloud.password("no-such-user", Cloud.DEFAULT, "wrong", "null");
        String nowhere = Cloud.password(member.name(), "no-such-domain", "wrong", "null");
        Response refused = Cloud.logIn(wrong);
        for (String body : List.of(unknown, nowhere)) {
            Response other = Cloud.logIn(body);
            assertThat(other.statusCode()).isEqualTo(401).isEqualTo(refused.statusCode());
            assertThat(other.body().asString()).isEqualTo(refused.body().asString());
        }
    }

    @Test
    void ID_15_emptyAndEndlessPasswordsAreRefusedQuickly() {
        Member member = Member.fresh(admin, "member");
        for (String password : List.of("", "x".repeat(100_000), "a\\u0000b", "e\\u0301".repeat(10_000))) {
            long start = System.nanoTime();
            int status = Cloud.logIn(Cloud.password(member.name(), Cloud.DEFAULT, password, "null"))
                    .statusCode();
            assertThat(status).isEqualTo(401);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
        int huge = Cloud.logIn(Cloud.password(member.name(), Cloud.DEFAULT, "x".repeat(2_000_000), "null"))
                .statusCode();
        assertThat(huge).isIn(400, 413);
        Cloud.as(admin)
                .body(Map.of("user", Map.of("name", Cloud.fresh("user"), "password", "x".repeat(5_000))))
                .post("/v3/users")
                .then()
                .statusCode(400);
    }

    @Test
    void ID_16_aMethodNamedOftenIsABadRequest() {
        String methods = String.join(",", Collections.nCopies(10_000, "\"password\""));
        String body = Cloud.password("admin", Cloud.DEFAULT, IdentityEngines.ADMIN_PASSWORD, "null")
                .replace("[\"password\"]", "[" + methods + "]");
        Cloud.logIn(body).then().statusCode(400).body("error.code", equalTo(400));
    }

    @Test
    void aTokenOfKeycloakBecomesOneOfOurs() {
        Member member = Member.fresh(admin, "member");
        Response exchanged = exchange(keycloakToken(member));
        exchanged.then().statusCode(201).body("token.user.id", equalTo(member.user()));
        Cloud.logIn(Cloud.byToken(exchanged.header("X-Subject-Token"), Cloud.projectById(member.project())))
                .then()
                .statusCode(201)
                .body("token.project.id", equalTo(member.project()));
    }

    @Test
    void ID_12_forgedTokensAreRefused() {
        Member member = Member.fresh(admin, "member");
        String[] good = keycloakToken(member).split("\\.", -1);
        String claims = good[1];
        String key = given().get(Engines.keycloakUrl() + "/realms/" + realm + "/protocol/openid-connect/certs")
                .asString();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("alg none", header("{\"alg\":\"none\"}") + '.' + claims + '.');
        forged.put("HS256 with the public key", hmac(header("{\"alg\":\"HS256\"}") + '.' + claims, key));
        forged.put(
                "a key of its own by jku",
                header("{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/keys\",\"kid\":\"x\"}")
                        + '.'
                        + claims
                        + '.'
                        + good[2]);
        forged.put("a path as kid", header("{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}") + '.' + claims + ".c2ln");
        forged.put("other claims", good[0] + '.' + header("{\"sub\":\"x\"}") + '.' + good[2]);
        forged.put("nothing", "");
        forged.put("one of ours", Cloud.admin());
        forged.forEach((what, token) ->
                assertThat(exchange(token).statusCode()).as(what).isEqualTo(401));
        given().post(EXCHANGE).then().statusCode(401);
    }

    @Test
    void ID_12_tokensForOthersAreRefused() {
        Member member = Member.fresh(admin, "member");
        Response id = grant(realm, "oblako-cli", member, "openid");
        assertThat(exchange(id.path("id_token")).statusCode()).as("an id token").isEqualTo(401);
        assertThat(exchange(id.path("refresh_token")).statusCode())
                .as("a refresh token")
                .isEqualTo(401);
        String master = given().formParam("grant_type", "client_credentials")
                .formParam("client_id", Engines.keycloakClientId())
                .formParam("client_secret", Engines.keycloakClientSecret())
                .post(Engines.keycloakUrl() + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        assertThat(exchange(master).statusCode()).as("another realm's token").isEqualTo(401);
        String plain = grant(realm, "admin-cli", member, "basic").path("access_token");
        assertThat(exchange(plain).statusCode()).as("another client's token").isEqualTo(401);
    }

    @Test
    void ID_12_aTokenOfOursIsForgedByNobody() {
        String[] good = Cloud.admin().split("\\.", -1);
        for (String token : List.of(
                header("{\"alg\":\"none\"}") + '.' + good[1] + '.',
                good[0] + '.' + good[1] + '.',
                good[0] + '.' + good[1] + ".AAAA",
                hmac(header("{\"alg\":\"HS256\"}") + '.' + good[1], "key"))) {
            assertThat(Cloud.statusWith(token)).isEqualTo(401);
        }
    }

    private String keycloakToken(Member member) {
        return grant(realm, "oblako-cli", member, "openid").path("access_token");
    }

    private static Response grant(String realm, String client, Member member, String scope) {
        Response response = given().formParam("grant_type", "password")
                .formParam("client_id", client)
                .formParam("username", member.name())
                .formParam("password", member.password())
                .formParam("scope", scope)
                .post(Engines.keycloakUrl() + "/realms/" + realm + "/protocol/openid-connect/token");
        response.then().statusCode(200);
        return response;
    }

    private static Response exchange(String token) {
        return given().header("Authorization", "Bearer " + token).post(EXCHANGE);
    }

    private static String header(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String signed, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC", e);
        }
    }
}
