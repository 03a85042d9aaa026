package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.kernel.token.Caller;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class KeypairsIT {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGvUy4zQ6u0ZAGyE6oUDmHrsTg8cPjCGLpDmNGRlJZVh me@here";

    private final Caller someone = TestIdentity.current().caller(TestIdentity.newProject(), "member");
    private final Api user = Api.withToken(TestIdentity.current().token(someone));
    private final Api other = Api.as(TestIdentity.newProject(), "member");
    private final Api admin = Api.as(TestIdentity.newProject(), "admin");

    private static String imported(String name) {
        return "{\"keypair\": {\"name\": \"%s\", \"public_key\": \"%s\"}}".formatted(name, KEY);
    }

    @Test
    void aKeyIsImportedShownListedAndRemoved() {
        user.post("/os-keypairs", imported("laptop"))
                .then()
                .statusCode(201)
                .body("keypair.type", equalTo("ssh"))
                .body("keypair", not(hasKey("private_key")));
        user.get("/os-keypairs/laptop").then().statusCode(200).body("keypair.public_key", equalTo(KEY));
        user.get("/os-keypairs").then().body("keypairs[0].keypair.name", equalTo("laptop"));
        user.post("/os-keypairs", imported("laptop"))
                .then()
                .statusCode(409)
                .body("conflictingRequest.message", equalTo("Key pair 'laptop' already exists."));
        user.delete("/os-keypairs/laptop").then().statusCode(204);
        user.get("/os-keypairs/laptop").then().statusCode(404);
    }

    @Test
    void anotherUsersKeyLooksLikeNone() {
        user.post("/os-keypairs", imported("hidden")).then().statusCode(201);
        other.get("/os-keypairs/hidden").then().statusCode(404);
        other.delete("/os-keypairs/hidden").then().statusCode(404);
        String of = "?user_id=" + someone.user();
        other.get("/os-keypairs" + of).then().statusCode(403);
        admin.get("/os-keypairs/hidden" + of)
                .then()
                .statusCode(200)
                .body("keypair.user_id", equalTo(someone.user().value()));
    }

    @Test
    void aKeyThatWeMakeIsGivenOutOnceUntil91() {
        user.at("2.91")
                .post("/os-keypairs", "{\"keypair\": {\"name\": \"made\"}}")
                .then()
                .statusCode(201)
                .body("keypair.private_key", startsWith("-----BEGIN RSA PRIVATE KEY-----"));
        user.get("/os-keypairs/made").then().body("keypair", not(hasKey("private_key")));
        user.at("2.92")
                .post("/os-keypairs", "{\"keypair\": {\"name\": \"made2\"}}")
                .then()
                .statusCode(400);
    }

    @Test
    void I11_whoRepeatsTheRequestGetsTheSameKeyWithoutItsPrivateHalf() {
        String key = UUID.randomUUID().toString();
        String body = "{\"keypair\": {\"name\": \"repeated\"}}";
        Response made = user.at("2.91").postOnce(key, "/os-keypairs", body);
        made.then().statusCode(201).body("keypair", hasKey("private_key"));
        Response again = user.at("2.91").postOnce(key, "/os-keypairs", body);
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("keypair.fingerprint", equalTo(made.path("keypair.fingerprint")))
                .body("keypair", not(hasKey("private_key")));
    }

    @Test
    void typesAndStatusCodesCameWith2() {
        user.at("2.1")
                .post("/os-keypairs", imported("old"))
                .then()
                .statusCode(200)
                .body("keypair", not(hasKey("type")));
        user.at("2.1").delete("/os-keypairs/old").then().statusCode(202);
        user.at("2.91")
                .post("/os-keypairs", "{\"keypair\": {\"name\": \"cert\", \"type\": \"x509\"}}")
                .then()
                .statusCode(201)
                .body("keypair.type", equalTo("x509"))
                .body("keypair.public_key", startsWith("-----BEGIN CERTIFICATE-----"));
    }

    @Test
    void listsArePagedSince35() {
        user.post("/os-keypairs", imported("a")).then().statusCode(201);
        user.post("/os-keypairs", imported("b")).then().statusCode(201);
        String next = user.get("/os-keypairs?limit=1").then().extract().path("keypairs_links[0].href");
        assertThat(next).contains("marker=a");
        user.get("/os-keypairs?limit=1&marker=a").then().body("keypairs[0].keypair.name", equalTo("b"));
    }

    @Test
    void API_17_theHundredAndFirstKeyIsRefused() {
        for (int i = 0; i < 100; i++) {
            user.post("/os-keypairs", imported("k" + i)).then().statusCode(201);
        }
        user.post("/os-keypairs", imported("one-too-many"))
                .then()
                .statusCode(403)
                .body("forbidden.message", startsWith("Quota exceeded, too many key pairs."));
        user.delete("/os-keypairs/k7").then().statusCode(204);
        user.post("/os-keypairs", imported("fits-again")).then().statusCode(201);
    }
}
