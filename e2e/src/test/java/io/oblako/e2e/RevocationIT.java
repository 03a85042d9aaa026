package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is taken back is void on every service within two seconds, and stays so when they restart. */
@ResourceLock(Machine.PROCESSES)
class RevocationIT {

    private static final Duration EFFECTIVE = Duration.ofSeconds(2);

    @Test
    void ID_01_aRevokedTokenIsRefusedEverywhere() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("revoked", "member")) {
            Cloud cloud = tenant.login();
            assertThat(statuses(cloud))
                    .allSatisfy((service, status) -> assertThat(status).isEqualTo(200));
            revoke(admin, cloud.token());
            refusedEverywhere(cloud);
            Machine.kill("compute");
            Machine.kill("image");
            Machine.heal();
            assertThat(statuses(cloud))
                    .allSatisfy((service, status) -> assertThat(status).isEqualTo(401));
        }
    }

    @Test
    void ID_02_theTokenOfADisabledUserIsRefusedEverywhere() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("disabled", "member")) {
            Cloud cloud = tenant.login();
            admin.identity("PATCH", "/users/" + tenant.user(), "{\"user\":{\"enabled\":false}}")
                    .expect(200);
            refusedEverywhere(cloud);
        }
    }

    @Test
    void ID_02_theTokenOfADisabledProjectIsRefusedEverywhere() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("disabled-project", "member")) {
            Cloud cloud = tenant.login();
            admin.identity("PATCH", "/projects/" + tenant.project(), "{\"project\":{\"enabled\":false}}")
                    .expect(200);
            refusedEverywhere(cloud);
        }
    }

    @Test
    void ID_03_aRoleTakenAwayIsGoneEverywhere() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("role-removed", "member")) {
            Cloud cloud = tenant.login();
            admin.identity(
                            "DELETE",
                            "/projects/%s/users/%s/roles/%s".formatted(tenant.project(), tenant.user(), tenant.role()),
                            null)
                    .expect(204);
            refusedEverywhere(cloud);
        }
    }

    private static void revoke(Cloud admin, String token) {
        try {
            var request = HttpRequest.newBuilder(URI.create(Cloud.env("OBLAKO_E2E_AUTH_URL") + "/auth/tokens"))
                    .header("X-Auth-Token", admin.token())
                    .header("X-Subject-Token", token)
                    .DELETE()
                    .build();
            int status = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(204);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Integer> statuses(Cloud cloud) {
        Map<String, IntSupplier> calls = new LinkedHashMap<>();
        calls.put(
                "identity", () -> cloud.identity("GET", "/auth/projects", null).status());
        calls.put("image", () -> cloud.image("GET", "/v2/images", null).status());
        calls.put("compute", () -> cloud.compute("GET", "/servers", null).status());
        Map<String, Integer> statuses = new LinkedHashMap<>();
        calls.forEach((service, call) -> statuses.put(service, call.getAsInt()));
        return statuses;
    }

    private static void refusedEverywhere(Cloud cloud) {
        long began = System.nanoTime();
        Map<String, Integer> statuses = statuses(cloud);
        while (!statuses.values().stream().allMatch(status -> status == 401 || status == 403)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("%s", statuses)
                    .isLessThan(EFFECTIVE);
            Cloud.sleep(Duration.ofMillis(100));
            statuses = statuses(cloud);
        }
    }
}
