package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Images that tests upload, and short ways to do it. */
final class Bits {

    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;

    private Bits() {}

    static byte[] random(int bytes) {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        data[0] = 'r';
        return data;
    }

    /** The smallest good qcow2, version 3, 1 MiB virtual; tests spoil one field. */
    static ByteBuffer qcow2() {
        ByteBuffer image = ByteBuffer.allocate(4 * SECTOR);
        image.put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1), 0, 4);
        image.putInt(4, 3).putInt(20, 9).putLong(24, MIB).putInt(36, 32);
        image.putLong(40, 3L * SECTOR)
                .putLong(48, SECTOR)
                .putInt(56, 1)
                .putInt(96, 4)
                .putInt(100, 112);
        image.putLong(SECTOR, 2L * SECTOR);
        return image;
    }

    static byte[] qcow2WithBackingFile(String path) {
        ByteBuffer image = qcow2();
        image.putLong(8, 256).putInt(16, path.length());
        image.put(256, path.getBytes(StandardCharsets.US_ASCII));
        return image.array();
    }

    static byte[] vmdkDescriptor(String extent) {
        String text = """
                # Disk DescriptorFile
                version=1
                CID=fffffffe
                parentCID=ffffffff
                createType="monolithicFlat"

                # Extent description
                %s
                """.formatted(extent);
        return ByteBuffer.allocate(64 << 10)
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    static String queued(String project, String format) {
        return register(
                project,
                "{\"name\": \"i\", \"disk_format\": \"%s\", \"container_format\": \"bare\"}".formatted(format));
    }

    static String register(String project, String body) {
        return as(project, "member")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v2/images")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static ValidatableResponse upload(String project, String id, byte[] bytes) {
        return as(project, "member")
                .contentType("application/octet-stream")
                .accept("application/json")
                .body(bytes)
                .put("/v2/images/{id}/file", id)
                .then();
    }

    static String active(String project, byte[] bytes) {
        String id = queued(project, "raw");
        upload(project, id, bytes).statusCode(204);
        return id;
    }

    static String status(String project, String id) {
        return as(project, "reader")
                .get("/v2/images/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    static ValidatableResponse patch(String project, String persona, String id, String changes) {
        return as(project, persona)
                .contentType(ImagePatch.V21)
                .accept("application/json")
                .body(changes.getBytes(StandardCharsets.UTF_8))
                .patch("/v2/images/{id}", id)
                .then();
    }
}
