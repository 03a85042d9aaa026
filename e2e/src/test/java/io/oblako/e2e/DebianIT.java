package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A real Debian with cloud-init, built by {@code ./oblako image build debian}. Its boot takes minutes under software emulation,
 * most of the time of all end-to-end tests: they run beside it, and those that end the processes of the cloud show what they
 * show of small guests, that a guest boots on whatever becomes of the rest. It is on h1, the host that stays.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebianIT {

    private static final Duration EMULATED_BOOT = Duration.ofMinutes(12);
    private static final String USER_DATA = """
            #cloud-config
            runcmd:
              - [ sh, -c, "echo user-data-ran-on-$(hostname) > /dev/ttyS0" ]
            """;

    private final Cloud admin = Cloud.admin();
    private String image;
    private String flavor;
    private String server;

    @Test
    @Order(1)
    @ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
    void debianStarts() throws IOException, InterruptedException {
        image = upload(Path.of(Cloud.env("OBLAKO_E2E_DEBIAN_IMAGE")));
        flavor = admin.compute(
                        "POST", "/flavors", "{\"flavor\":{\"name\":\"debian\",\"vcpus\":1,\"ram\":512,\"disk\":5}}")
                .expect(200)
                .text("/flavor/id");
        String userData = Base64.getEncoder().encodeToString(USER_DATA.getBytes(StandardCharsets.UTF_8));
        server = admin.compute("POST", "/servers", """
                {"server":{"name":"debian","imageRef":"%s","flavorRef":"%s","networks":"none","host":"h1",
                 "config_drive":true,"user_data":"%s"}}""".formatted(image, flavor, userData))
                .expect(202)
                .text("/server/id");
        assertThat(admin.await(server, "ACTIVE", Duration.ofMinutes(3))
                        .get("status")
                        .asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    @Order(2)
    void cloudInitFindsItsConfigDriveAndRunsTheUserData() {
        assertThat(server).as("the server that started").isNotNull();
        assertThat(admin.awaitConsoleWhateverDies(server, "user-data-ran-on-debian", EMULATED_BOOT))
                .contains("user-data-ran-on-debian");
    }

    @Test
    @Order(3)
    @ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
    void itGoesWithoutATrace() {
        assertThat(server).as("the server that started").isNotNull();
        admin.delete(server);
        assertThat(Machine.qemus(server)).isEmpty();
        assertThat(Machine.filesOf(server)).isEmpty();
        admin.compute("DELETE", "/flavors/" + flavor, null).expect(202);
        admin.image("DELETE", "/v2/images/" + image, null).expect(204);
    }

    private String upload(Path file) throws IOException, InterruptedException {
        String id = admin.image(
                        "POST",
                        "/v2/images",
                        "{\"name\":\"debian\",\"disk_format\":\"qcow2\",\"container_format\":\"bare\"}")
                .expect(201)
                .text("/id");
        if (!file.toFile().isFile()) {
            throw new FileNotFoundException("./oblako image build debian makes " + file);
        }
        HttpRequest put = HttpRequest.newBuilder(URI.create(admin.endpoint("image") + "/v2/images/" + id + "/file"))
                .header("X-Auth-Token", admin.token())
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofFile(file))
                .build();
        assertThat(HttpClient.newHttpClient().send(put, BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
        return id;
    }
}
