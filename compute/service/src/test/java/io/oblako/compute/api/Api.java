package io.oblako.compute.api;

import static io.restassured.RestAssured.given;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.ProjectFact;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.messaging.Topic;
import io.oblako.testing.TestIdentity;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** One caller of the API under test. */
final class Api {

    private final String token;
    private final String version;

    private Api(String token, String version) {
        this.token = token;
        this.version = version;
    }

    static Api as(String project, String persona) {
        return new Api(TestIdentity.current().token(project, persona), "latest");
    }

    static Api withToken(String token) {
        return new Api(token, "latest");
    }

    Api at(String microversion) {
        return new Api(token, microversion);
    }

    private RequestSpecification request() {
        return given().header("OpenStack-API-Version", "compute " + version).header("X-Auth-Token", token);
    }

    Response get(String path) {
        return request().get("/v2.1" + path);
    }

    Response post(String path, String json) {
        return request().contentType(ContentType.JSON).body(json).post("/v2.1" + path);
    }

    /** @param key the Idempotency-Key */
    Response postOnce(String key, String path, String json) {
        return request()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(json)
                .post("/v2.1" + path);
    }

    Response put(String path, String json) {
        return request().contentType(ContentType.JSON).body(json).put("/v2.1" + path);
    }

    Response delete(String path) {
        return request().delete("/v2.1" + path);
    }

    Response send(String method, String path) {
        RequestSpecification request = request();
        if (!method.equals("GET") && !method.equals("DELETE")) {
            request = request.contentType(ContentType.JSON).body("{}");
        }
        return request.request(method, path);
    }

    /** A small public flavor, made by an administrator; returns its id. */
    static String flavor() {
        String name = "flavor-" + UUID.randomUUID();
        return as(TestIdentity.newProject(), "admin")
                .post(
                        "/flavors",
                        "{\"flavor\": {\"name\": \"%s\", \"ram\": 64, \"vcpus\": 1, \"disk\": 1}}".formatted(name))
                .then()
                .statusCode(200)
                .extract()
                .path("flavor.id");
    }

    /** Tells the service under test of a project, as identity would. */
    static void project(String id) {
        publish(IdentityTopics.PROJECTS, id, new ProjectFact(id, "project", "default", null, true, 1));
    }

    static void projectGone(String id) {
        publish(IdentityTopics.PROJECTS, id, null);
    }

    /** Tells the service under test of an active public image, as the image service would; returns its id. */
    static UUID image() {
        return image(TestIdentity.newProject(), "public");
    }

    static UUID image(String project, String visibility) {
        return image(project, visibility, "active", "00");
    }

    /** @param sha512 absent while the image is not settled */
    static UUID image(String project, String visibility, String status, @Nullable String sha512) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        ImageFact fact = new ImageFact(
                id,
                project,
                "debian",
                status,
                visibility,
                Set.of(),
                "qcow2",
                "bare",
                1 << 20,
                1 << 20,
                sha512,
                0,
                0,
                false,
                false,
                Map.of("hw_disk_bus", "virtio"),
                1,
                now,
                now);
        publish(ImageTopics.IMAGES, id.toString(), fact);
        return id;
    }

    private static <T> void publish(Topic<T> topic, String key, @Nullable T fact) {
        try (Publisher publisher = new Publisher(kafka())) {
            publisher.send(topic, key, fact).join();
        }
    }

    /** The broker of the service under test, for those who play other services. */
    static KafkaSettings kafka() {
        var config = ConfigProvider.getConfig();
        return new KafkaSettings(
                config.getValue("oblako.kafka", String.class),
                config.getValue("oblako.topic-prefix", String.class),
                "test-others");
    }
}
