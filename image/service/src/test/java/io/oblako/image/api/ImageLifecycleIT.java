package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class ImageLifecycleIT {

    private final String project = TestIdentity.newProject();

    @Test
    void anImageIsRegisteredUploadedListedDownloadedAndDeleted() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        String id = as(project, "member")
                .contentType(ContentType.JSON)
                .body("""
                        {"name": "debian", "disk_format": "raw", "container_format": "bare", "os_distro": "debian",
                         "tags": ["one", "two"], "min_disk": 1, "visibility": "private"}""")
                .post("/v2/images")
                .then()
                .statusCode(201)
                .header("Location", notNullValue())
                .body("status", equalTo("queued"))
                .body("size", nullValue())
                .body("os_distro", equalTo("debian"))
                .body("tags", equalTo(java.util.List.of("one", "two")))
                .extract()
                .path("id");
        as(project, "member").get("/v2/images/{id}/file", id).then().statusCode(204);
        as(project, "member")
                .contentType("application/octet-stream")
                .body(bytes)
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(204);
        as(project, "reader")
                .get("/v2/images/{id}", id)
                .then()
                .statusCode(200)
                .body("status", equalTo("active"))
                .body("size", equalTo(bytes.length))
                .body("virtual_size", equalTo(100_352))
                .body("checksum", equalTo(hex("MD5", bytes)))
                .body("os_hash_algo", equalTo("sha512"))
                .body("os_hash_value", equalTo(hex("SHA-512", bytes)));
        as(project, "reader").get("/v2/images").then().statusCode(200).body("images.id", hasItem(id));
        byte[] downloaded = as(project, "reader")
                .get("/v2/images/{id}/file", id)
                .then()
                .statusCode(200)
                .header("Content-MD5", hex("MD5", bytes))
                .header("Content-Length", "100000")
                .extract()
                .asByteArray();
        assertThat(downloaded).isEqualTo(bytes);
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
        as(project, "reader").get("/v2/images/{id}", id).then().statusCode(404);
        as(project, "reader").get("/v2/images").then().body("images.id", not(hasItem(id)));
        as(project, "reader").get("/v2/info/usage").then().body("usage.image_count_total.usage", equalTo(0));
    }

    static String hex(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
