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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Debian with cloud-init, built by {@code ./oblako image build debian}. Minutes under software emulation. */
@Tag("slow")
class DebianIT {

    private static final Duration EMULATED_BOOT = Duration.ofMinutes(8);
    private static final String USER_DATA = """
            #cloud-config
            runcmd:
              - [ sh, -c, "echo user-data-ran-on-$(hostname) > /dev/ttyS0" ]
            """;

    @Test
    void cloudInitFindsItsConfigDriveAndRunsTheUserData() throws IOException, InterruptedException {
        Cloud admin = Cloud.admin();
        String image = upload(admin, Path.of(Cloud.env("OBLAKO_E2E_DEBIAN_IMAGE")));
        String flavor = admin.flavor("m1.medium");
        String userData = Base64.getEncoder().encodeToString(USER_DATA.getBytes(StandardCharsets.UTF_8));
        String body = """
                {"server":{"name":"debian","imageRef":"%s","flavorRef":"%s","networks":"none",
                 "config_drive":true,"user_data":"%s"}}""".formatted(image, flavor, userData);
        String id = admin.compute("POST", "/servers", body).expect(202).text("/server/id");
        admin.await(id, "ACTIVE", Duration.ofMinutes(2));
        assertThat(admin.awaitConsole(id, "user-data-ran-on-debian", EMULATED_BOOT))
                .contains("user-data-ran-on-debian");
        admin.delete(id);
        admin.image("DELETE", "/v2/images/" + image, null).expect(204);
    }

    private static String upload(Cloud admin, Path file) throws IOException, InterruptedException {
        String image = admin.image(
                        "POST",
                        "/v2/images",
                        "{\"name\":\"debian\",\"disk_format\":\"qcow2\",\"container_format\":\"bare\"}")
                .expect(201)
                .text("/id");
        if (!file.toFile().isFile()) {
            throw new FileNotFoundException("./oblako image build debian makes " + file);
        }
        HttpRequest put = HttpRequest.newBuilder(URI.create(admin.endpoint("image") + "/v2/images/" + image + "/file"))
                .header("X-Auth-Token", admin.token())
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofFile(file))
                .build();
        assertThat(HttpClient.newHttpClient().send(put, BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
        return image;
    }
}
