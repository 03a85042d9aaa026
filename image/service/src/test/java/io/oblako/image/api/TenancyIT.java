package io.oblako.image.api;

import static io.oblako.image.api.Bits.active;
import static io.oblako.image.api.Bits.patch;
import static io.oblako.image.api.Bits.register;
import static io.oblako.image.api.ImageCloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class TenancyIT {

    private final String owner = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();

    @Test
    void API_01_aPrivateImageOfAnotherProjectLooksLikeNone() {
        String secret = active(owner, Bits.random(600));
        String none = UUID.randomUUID().toString();
        patch(owner, "member", secret, "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"private\"}]")
                .statusCode(200);
        for (String id : new String[] {secret, none, "not-an-id"}) {
            assertThat(fault(as(stranger, "member").get("/v2/images/{id}", id), id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(as(stranger, "member").get("/v2/images/{id}/file", id), id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(as(stranger, "member").delete("/v2/images/{id}", id), id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(as(stranger, "member").put("/v2/images/{id}/tags/x", id), id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(as(stranger, "member").get("/v2/images/{id}/members", id), id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(
                            as(stranger, "member")
                                    .contentType("application/octet-stream")
                                    .body(new byte[600])
                                    .put("/v2/images/{id}/file", id),
                            id))
                    .isEqualTo("404 Failed to find image ID");
            assertThat(fault(
                            as(stranger, "member")
                                    .contentType(ImagePatch.V21)
                                    .body("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"mine\"}]".getBytes())
                                    .patch("/v2/images/{id}", id),
                            id))
                    .isEqualTo("404 Failed to find image ID");
        }
        as(stranger, "reader")
                .get("/v2/images?visibility=all&limit=1000")
                .then()
                .body("images.id", not(hasItem(secret)));
        as(stranger, "reader").get("/v2/images?owner=" + owner).then().body("images", equalTo(java.util.List.of()));
    }

    @Test
    void API_02_aListDoesNotTellWhetherAnImageOfOthersExists() {
        String shared = register(owner, "{\"name\": \"s\", \"visibility\": \"shared\"}");
        as(owner, "reader").get("/v2/images?marker=" + shared).then().statusCode(200);
        for (String id : new String[] {shared, UUID.randomUUID().toString()}) {
            as(stranger, "reader").get("/v2/images?marker=" + id).then().statusCode(400);
        }
    }

    private static String fault(Response response, String id) {
        String text = response.contentType().contains("json")
                ? response.path("message")
                : response.asString().replaceAll("(?s).*</h1>\\s*(.*?)<br.*", "$1");
        return response.statusCode() + " " + text.replace(id, "ID");
    }

    @Test
    void aPublicImageIsSeenByAllAndChangedByNobodyElse() {
        String id = active(owner, Bits.random(600));
        String publish = "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"public\"}]";
        patch(owner, "member", id, publish).statusCode(403);
        patch(owner, "admin", id, publish).statusCode(200).body("visibility", equalTo("public"));
        as(stranger, "reader").get("/v2/images").then().body("images.id", hasItem(id));
        as(stranger, "reader").get("/v2/images/{id}/file", id).then().statusCode(200);
        patch(stranger, "member", id, "[{\"op\":\"add\",\"path\":\"/x\",\"value\":\"y\"}]")
                .statusCode(403);
        as(stranger, "member").delete("/v2/images/{id}", id).then().statusCode(403);
        as(owner, "member").delete("/v2/images/{id}", id).then().statusCode(204);
    }

    @Test
    void aCommunityImageIsInNobodyElsesDefaultList() {
        String id = active(owner, Bits.random(600));
        patch(owner, "member", id, "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"community\"}]")
                .statusCode(200);
        as(stranger, "reader").get("/v2/images").then().body("images.id", not(hasItem(id)));
        as(stranger, "reader").get("/v2/images?visibility=community").then().body("images.id", hasItem(id));
        as(stranger, "reader").get("/v2/images?visibility=all").then().body("images.id", hasItem(id));
        as(owner, "reader").get("/v2/images").then().body("images.id", hasItem(id));
        as(stranger, "reader").get("/v2/images/{id}", id).then().statusCode(200);
    }

    @Test
    void IMG_15_onlyTheMemberItselfAcceptsASharedImage() {
        String id = active(owner, Bits.random(600));
        as(stranger, "member").get("/v2/images/{id}", id).then().statusCode(404);
        as(stranger, "member")
                .contentType(ContentType.JSON)
                .body("{\"member\": \"%s\"}".formatted(stranger))
                .post("/v2/images/{id}/members", id)
                .then()
                .statusCode(404);
        as(owner, "member")
                .contentType(ContentType.JSON)
                .body("{\"member\": \"%s\"}".formatted(stranger))
                .post("/v2/images/{id}/members", id)
                .then()
                .statusCode(200)
                .body("status", equalTo("pending"));
        as(stranger, "reader").get("/v2/images").then().body("images.id", not(hasItem(id)));
        as(stranger, "reader")
                .get("/v2/images?member_status=pending&visibility=shared")
                .then()
                .body("images.id", hasItem(id));
        answer(owner, id, "accepted").statusCode(403);
        answer(stranger, id, "perhaps").statusCode(400);
        answer(stranger, id, "accepted").statusCode(200).body("status", equalTo("accepted"));
        as(stranger, "reader").get("/v2/images").then().body("images.id", hasItem(id));
        as(TestIdentity.newProject(), "member")
                .get("/v2/images/{id}/members", id)
                .then()
                .statusCode(404);
        as(owner, "member")
                .delete("/v2/images/{id}/members/{m}", id, stranger)
                .then()
                .statusCode(204);
        as(stranger, "reader").get("/v2/images/{id}", id).then().statusCode(404);
    }

    private io.restassured.response.ValidatableResponse answer(String project, String id, String status) {
        return as(project, "member")
                .contentType(ContentType.JSON)
                .body("{\"status\": \"%s\"}".formatted(status))
                .put("/v2/images/{id}/members/{m}", id, stranger)
                .then();
    }

    @Test
    void API_04_attributesOfTheServiceAreRefusedInEveryRequest() {
        for (String attribute : new String[] {
            "\"status\": \"active\"",
            "\"size\": 1",
            "\"checksum\": \"x\"",
            "\"os_hash_value\": \"x\"",
            "\"created_at\": \"2020-01-01T00:00:00Z\"",
            "\"locations\": [{\"url\": \"file:///etc/passwd\"}]",
            "\"direct_url\": \"file:///etc/passwd\"",
            "\"owner\": \"" + stranger + "\"",
            "\"visibility\": \"public\"",
            "\"os_glance_importing_to_stores\": \"x\"",
            "\"deleted\": true"
        }) {
            as(owner, "member")
                    .contentType(ContentType.JSON)
                    .body("{" + attribute + "}")
                    .post("/v2/images")
                    .then()
                    .statusCode(403);
        }
        String id = register(owner, "{\"name\": \"x\"}");
        for (String path : new String[] {"status", "size", "checksum", "id", "owner", "os_hash_value", "locations"}) {
            patch(
                            owner,
                            "member",
                            id,
                            "[{\"op\":\"replace\",\"path\":\"/%s\",\"value\":\"%s\"}]".formatted(path, stranger))
                    .statusCode(403);
        }
        patch(owner, "member", id, "[{\"op\":\"add\",\"path\":\"/locations/-\",\"value\":{}}]")
                .statusCode(403);
        assertThat(Bits.status(owner, id)).isEqualTo("queued");
    }

    @Test
    void aProtectedImageIsNotDeleted() {
        String id = register(owner, "{\"protected\": true}");
        as(owner, "member").delete("/v2/images/{id}", id).then().statusCode(403);
        patch(owner, "member", id, "[{\"op\":\"replace\",\"path\":\"/protected\",\"value\":false}]")
                .statusCode(200);
        as(owner, "member").delete("/v2/images/{id}", id).then().statusCode(204);
    }
}
