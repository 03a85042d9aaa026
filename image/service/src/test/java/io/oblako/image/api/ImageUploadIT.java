package io.oblako.image.api;

import static io.oblako.image.api.Bits.active;
import static io.oblako.image.api.Bits.queued;
import static io.oblako.image.api.Bits.status;
import static io.oblako.image.api.Bits.upload;
import static io.oblako.image.api.ImageCloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class ImageUploadIT {

    private static final int MIB = 1 << 20;

    private final String project = TestIdentity.newProject();

    @TestHTTPResource
    URI service;

    @Test
    void bytesOfUnknownNumberAreTaken() throws Exception {
        byte[] bytes = Bits.random(5 * MIB);
        String id = queued(project, "raw");
        HttpResponse<String> response = chunked(id, bytes);
        assertThat(response.statusCode()).isEqualTo(204);
        as(project, "reader")
                .get("/v2/images/{id}", id)
                .then()
                .body("status", equalTo("active"))
                .body("size", equalTo(bytes.length))
                .body("os_hash_value", equalTo(ImageLifecycleIT.hex("SHA-512", bytes)));
        assertThat(as(project, "reader").get("/v2/images/{id}/file", id).asByteArray())
                .isEqualTo(bytes);
        assertThat(usedMiB()).isEqualTo(5);
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
        assertThat(usedMiB()).isZero();
    }

    private HttpResponse<String> chunked(String id, byte[] bytes) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(service.resolve("/v2/images/" + id + "/file"))
                            .header("X-Auth-Token", ImageCloud.identity().token(project, "member"))
                            .header("Content-Type", "application/octet-stream")
                            .version(HttpClient.Version.HTTP_1_1)
                            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private int usedMiB() {
        return as(project, "reader").get("/v2/info/usage").path("usage.image_size_total.usage");
    }

    @Test
    void IMG_14_theBytesOfAnActiveImageNeverChange() {
        String id = active(project, Bits.random(700));
        upload(project, id, Bits.random(800)).statusCode(409);
        assertThat(as(project, "reader").get("/v2/images/{id}/file", id).asByteArray())
                .isEqualTo(Bits.random(700));
    }

    @Test
    void IMG_14_ofTwoUploadsAtOnceOneWins() throws Exception {
        String id = queued(project, "raw");
        byte[] bytes = Bits.random(MIB);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> uploads = IntStream.range(0, 6)
                    .mapToObj(i -> (Callable<Integer>)
                            () -> upload(project, id, bytes).extract().statusCode())
                    .toList();
            List<Integer> answers = threads.invokeAll(uploads).stream()
                    .map(Future::resultNow)
                    .sorted()
                    .toList();
            assertThat(answers).containsExactly(204, 409, 409, 409, 409, 409);
        }
        assertThat(usedMiB()).isEqualTo(1);
    }

    @Test
    void anImageWithoutFormatsTakesNoBytes() {
        String id = Bits.register(project, "{\"name\": \"bare\"}");
        upload(project, id, Bits.random(10)).statusCode(400).body("message", containsString("disk_format"));
        assertThat(status(project, id)).isEqualTo("queued");
    }

    @Test
    void otherMediaTypesAreNotImages() {
        String id = queued(project, "raw");
        as(project, "member")
                .contentType("application/json")
                .body("{}")
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(415);
    }

    @Test
    void API_15_aProjectNeverStoresMoreThanItMay() throws Exception {
        byte[] bytes = Bits.random(3 * MIB);
        List<String> ids =
                IntStream.range(0, 6).mapToObj(i -> queued(project, "raw")).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> uploads = ids.stream()
                    .map(id -> (Callable<Integer>) () -> id.hashCode() % 2 == 0
                            ? chunked(id, bytes).statusCode()
                            : upload(project, id, bytes).extract().statusCode())
                    .toList();
            List<Integer> answers =
                    threads.invokeAll(uploads).stream().map(Future::resultNow).toList();
            assertThat(answers).isSubsetOf(204, 413);
            assertThat(answers.stream().filter(status -> status == 204).count()).isBetween(1L, 2L);
            assertThat(usedMiB())
                    .isEqualTo(3
                            * (int) answers.stream()
                                    .filter(status -> status == 204)
                                    .count());
        }
        assertThat(ids.stream().map(id -> status(project, id))).isSubsetOf("active", "queued");
        ids.forEach(
                id -> as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204));
        assertThat(usedMiB()).isZero();
    }

    @Test
    void IMG_11_anImageLargerThanAnyMayBeIsRefusedByItsLengthAlone() throws Exception {
        String id = queued(project, "raw");
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            request(socket, id, 17L * MIB);
            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .endsWith(" 413");
        }
        assertThat(status(project, id)).isEqualTo("queued");
    }

    @Test
    void IMG_24_anUploadThatBreaksOffLeavesNothing() throws Exception {
        String id = queued(project, "raw");
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = request(socket, id, 4L * MIB);
            out.write(Bits.random(MIB));
            out.flush();
            await().atMost(10, SECONDS).until(() -> status(project, id).equals("saving"));
            assertThat(usedMiB()).isEqualTo(4);
        }
        await().atMost(10, SECONDS).until(() -> status(project, id).equals("queued"));
        assertThat(usedMiB()).isZero();
        upload(project, id, Bits.random(900)).statusCode(204);
    }

    @Test
    void API_15_whoIsOverTheQuotaHearsItAfterSendingAll() throws Exception {
        String id = queued(project, "raw");
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = request(socket, id, 9L * MIB);
            out.write(Bits.random(9 * MIB));
            out.flush();
            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .endsWith(" 413");
        }
        assertThat(status(project, id)).isEqualTo("queued");
        assertThat(usedMiB()).isZero();
    }

    @Test
    void IMG_01_aBackingFileInALargeImageIsRefusedWhileTheRestIsSent() throws Exception {
        String id = queued(project, "qcow2");
        byte[] bytes = java.util.Arrays.copyOf(Bits.qcow2WithBackingFile("/etc/shadow"), 6 * MIB);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = request(socket, id, bytes.length);
            out.write(bytes);
            out.flush();
            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .endsWith(" 400");
        }
        assertThat(status(project, id)).isEqualTo("killed");
        assertThat(usedMiB()).isZero();
    }

    @Test
    void aLargeImageArrivesAsItWasSentAndTheNextOneOnTheSameConnection() throws Exception {
        byte[] bytes = Bits.random(3 * MIB + 5);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            for (int i = 0; i < 2; i++) {
                String id = queued(project, "raw");
                request(socket, id, bytes.length).write(bytes);
                assertThat(head(socket)).startsWith("HTTP/1.1 204").doesNotContain("Connection: close");
                as(project, "reader")
                        .get("/v2/images/{id}", id)
                        .then()
                        .body("os_hash_value", equalTo(ImageLifecycleIT.hex("SHA-512", bytes)));
            }
        }
    }

    private static String head(Socket socket) throws Exception {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void API_16_deletingAnImageDuringItsUploadGivesEverythingBack() throws Exception {
        String id = queued(project, "raw");
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = request(socket, id, 4L * MIB);
            out.write(Bits.random(MIB));
            out.flush();
            await().atMost(10, SECONDS).until(() -> status(project, id).equals("saving"));
            as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
            assertThat(usedMiB()).isZero();
            out.write(Bits.random(3 * MIB));
            out.flush();
            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .endsWith(" 410");
        }
        as(project, "reader").get("/v2/images/{id}", id).then().statusCode(404);
        assertThat(usedMiB()).isZero();
    }

    private OutputStream request(Socket socket, String id, long length) throws Exception {
        OutputStream out = socket.getOutputStream();
        String head = "PUT /v2/images/%s/file HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\n"
                        .formatted(id, ImageCloud.identity().token(project, "member"))
                + "Content-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n".formatted(length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return out;
    }

    @Test
    void partsOfAnImageAreDownloaded() {
        byte[] bytes = Bits.random(1000);
        String id = active(project, bytes);
        part(id, "bytes=10-19", 206, "bytes 10-19/1000", java.util.Arrays.copyOfRange(bytes, 10, 20));
        part(id, "bytes=990-", 206, "bytes 990-999/1000", java.util.Arrays.copyOfRange(bytes, 990, 1000));
        part(id, "bytes=-5", 206, "bytes 995-999/1000", java.util.Arrays.copyOfRange(bytes, 995, 1000));
        part(id, "bytes=0-99999", 206, "bytes 0-999/1000", bytes);
        for (String wrong :
                new String[] {"bytes=1000-", "bytes=5-4", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=-0"}) {
            as(project, "reader")
                    .header("Range", wrong)
                    .get("/v2/images/{id}/file", id)
                    .then()
                    .statusCode(416);
        }
    }

    private void part(String id, String range, int status, String contentRange, byte[] expected) {
        byte[] body = as(project, "reader")
                .header("Range", range)
                .get("/v2/images/{id}/file", id)
                .then()
                .statusCode(status)
                .header("Content-Range", contentRange)
                .extract()
                .asByteArray();
        assertThat(body).isEqualTo(expected);
    }

    @Test
    void aDeactivatedImageIsDownloadedByOperatorsOnly() {
        String id = active(project, Bits.random(600));
        as(project, "member")
                .post("/v2/images/{id}/actions/deactivate", id)
                .then()
                .statusCode(403);
        as(project, "admin")
                .post("/v2/images/{id}/actions/deactivate", id)
                .then()
                .statusCode(204);
        assertThat(status(project, id)).isEqualTo("deactivated");
        as(project, "member").get("/v2/images/{id}/file", id).then().statusCode(403);
        as(project, "admin").get("/v2/images/{id}/file", id).then().statusCode(200);
        as(project, "member")
                .post("/v2/images/{id}/actions/reactivate", id)
                .then()
                .statusCode(403);
        as(project, "admin")
                .post("/v2/images/{id}/actions/reactivate", id)
                .then()
                .statusCode(204);
        assertThat(as(project, "member").get("/v2/images/{id}/file", id).asByteArray())
                .isEqualTo(Bits.random(600));
    }
}
