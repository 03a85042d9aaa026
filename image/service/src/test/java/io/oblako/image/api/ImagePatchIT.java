package io.oblako.image.api;

import static io.oblako.image.api.Bits.patch;
import static io.oblako.image.api.Bits.register;
import static io.oblako.image.api.ImageCloud.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class ImagePatchIT {

    private final String project = TestIdentity.newProject();

    @Test
    void attributesAndPropertiesAreAddedReplacedAndRemoved() {
        String id = register(project, "{\"name\": \"before\", \"os_distro\": \"debian\", \"tags\": [\"a\", \"b\"]}");
        patch(project, "member", id, """
                        [{"op": "replace", "path": "/name", "value": "after"},
                         {"op": "add", "path": "/purpose", "value": "tests"},
                         {"op": "add", "path": "/owner_specified.openstack.md5", "value": ""},
                         {"op": "remove", "path": "/os_distro"},
                         {"op": "replace", "path": "/min_ram", "value": 512},
                         {"op": "remove", "path": "/tags/0"},
                         {"op": "add", "path": "/tags/-", "value": "c"},
                         {"op": "add", "path": "/tags/0", "value": "d"}]""")
                .statusCode(200)
                .body("name", equalTo("after"))
                .body("purpose", equalTo("tests"))
                .body("'owner_specified.openstack.md5'", equalTo(""))
                .body("os_distro", nullValue())
                .body("min_ram", equalTo(512))
                .body("tags", equalTo(List.of("b", "c", "d")));
    }

    @Test
    void theEarlierDialectIsUnderstood() {
        String id = register(project, "{\"name\": \"before\"}");
        as(project, "member")
                .contentType(ImagePatch.V20)
                .body("[{\"replace\": \"/name\", \"value\": \"after\"}, {\"add\": \"/x\", \"value\": \"y\"}]"
                        .getBytes())
                .patch("/v2/images/{id}", id)
                .then()
                .statusCode(200)
                .body("name", equalTo("after"))
                .body("x", equalTo("y"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'op':'replace','path':'/nothing','value':'x'}]|409",
                "[{'op':'remove','path':'/nothing'}]|409",
                "[{'op':'remove','path':'/name'}]|403",
                "[{'op':'test','path':'/name','value':'x'}]|400",
                "[{'op':'add','path':'/a/b','value':'x'}]|400",
                "[{'op':'add','path':'name','value':'x'}]|400",
                "[{'op':'add','path':'/','value':'x'}]|400",
                "[{'op':'add','path':'/x'}]|400",
                "[{'op':'add','path':'/x','value':5}]|400",
                "[{'op':'add','path':'/min_ram','value':-1}]|400",
                "[{'op':'add','path':'/min_ram','value':99999999999}]|400",
                "[{'op':'add','path':'/min_ram','value':'5'}]|400",
                "[{'op':'add','path':'/visibility','value':'secret'}]|400",
                "[{'op':'add','path':'/tags','value':'x'}]|400",
                "[{'op':'add','path':'/tags/9','value':'x'}]|409",
                "{'op':'add','path':'/x','value':'y'}|400",
                "[5]|400",
                "nonsense|400",
                "[{'op':'add','op':'add','path':'/x','value':'y'}]|400"
            })
    void wrongPatchesChangeNothing(String patch, int status) {
        String id = register(project, "{\"name\": \"same\"}");
        patch(project, "member", id, patch.replace('\'', '"')).statusCode(status);
        as(project, "reader").get("/v2/images/{id}", id).then().body("name", equalTo("same"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hw_disk_bus\": \"virtio,file=/etc/passwd\"",
                "\"hw_machine_type\": \"q35 -drive x\"",
                "\"hw_firmware_type\": \"../../x\"",
                "\"hw_unheard_of\": \"1\"",
                "\"img_signature\": \"abc\"",
                "\"os_type\": \"../../x\"",
                "\"kernel_id\": \"/boot/vmlinuz\"",
                "\"trait:CUSTOM_X\": \"perhaps\"",
                "\"bad name\": \"x\"",
                "\"x\": \"nul\\u0000byte\"",
                "\"name\": \"lone \\ud800 surrogate\"",
                "\"x\": 1",
                "\"disk_format\": \"aki\"",
                "\"container_format\": \"docker\"",
                "\"id\": \"7\""
            })
    void IMG_16_propertiesThatCouldReachACommandLineArePlainWords(String attribute) {
        as(project, "member")
                .contentType(ContentType.JSON)
                .body("{" + attribute + "}")
                .post("/v2/images")
                .then()
                .statusCode(400);
    }

    @Test
    void IMG_16_theKernelCommandLineIsTheOperators() {
        String body = "{\"os_command_line\": \"console=ttyS0\"}";
        as(project, "member")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v2/images")
                .then()
                .statusCode(403);
        as(project, "admin")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v2/images")
                .then()
                .statusCode(201);
    }

    @Test
    void API_17_anImageHasAtMost128TagsAndProperties() {
        String id = register(project, "{\"name\": \"x\"}");
        StringBuilder tags = new StringBuilder("\"t0\"");
        StringBuilder properties = new StringBuilder("[");
        for (int i = 1; i < 129; i++) {
            tags.append(",\"t").append(i).append('"');
            properties
                    .append(i == 1 ? "" : ",")
                    .append("{\"op\":\"add\",\"path\":\"/p%d\",\"value\":\"\"}".formatted(i));
        }
        patch(project, "member", id, "[{\"op\":\"add\",\"path\":\"/tags\",\"value\":[" + tags + "]}]")
                .statusCode(413);
        patch(project, "member", id, properties + "]").statusCode(200);
        patch(project, "member", id, "[{\"op\":\"add\",\"path\":\"/p129\",\"value\":\"\"}]")
                .statusCode(413);
    }

    @Test
    void API_07_bodiesAreBounded() {
        as(project, "member")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"" + "x".repeat(2 << 20) + "\"}")
                .post("/v2/images")
                .then()
                .statusCode(413);
        as(project, "member")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"" + "x".repeat(300) + "\"}")
                .post("/v2/images")
                .then()
                .statusCode(400);
        as(project, "member")
                .contentType(ContentType.JSON)
                .body("[".repeat(5000))
                .post("/v2/images")
                .then()
                .statusCode(400);
    }

    @Test
    void tagsComeAndGoOneByOne() {
        String id = register(project, "{\"name\": \"x\"}");
        as(project, "member").put("/v2/images/{id}/tags/red", id).then().statusCode(204);
        as(project, "member").put("/v2/images/{id}/tags/red", id).then().statusCode(204);
        as(project, "reader").get("/v2/images/{id}", id).then().body("tags", equalTo(List.of("red")));
        as(project, "reader").put("/v2/images/{id}/tags/blue", id).then().statusCode(403);
        as(project, "member").delete("/v2/images/{id}/tags/red", id).then().statusCode(204);
        as(project, "member").delete("/v2/images/{id}/tags/red", id).then().statusCode(404);
    }

    @Test
    void anIdOfOnesOwnIsTakenOnce() {
        String id = java.util.UUID.randomUUID().toString();
        register(project, "{\"id\": \"%s\"}".formatted(id));
        as(project, "member")
                .contentType(ContentType.JSON)
                .body("{\"id\": \"%s\"}".formatted(id))
                .post("/v2/images")
                .then()
                .statusCode(409);
    }

    @Test
    void aRepeatedIdempotencyKeyMakesOneImage() {
        String first = once("k1");
        org.assertj.core.api.Assertions.assertThat(once("k1")).isEqualTo(first);
    }

    private String token;

    private String once(String key) {
        if (token == null) {
            token = ImageCloud.identity().token(project, "member");
        }
        return io.restassured.RestAssured.given()
                .header("X-Auth-Token", token)
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{\"name\": \"once\"}")
                .post("/v2/images")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
