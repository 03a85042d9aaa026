package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other services order and what they are told. */
@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class OrdersIT {

    private final String project = TestIdentity.newProject();
    private final Map<String, Optional<ImageFact>> facts = new ConcurrentHashMap<>();
    private Publisher publisher;
    private FactReader<ImageFact> reader;

    @BeforeEach
    void listen() {
        var space = ImageCloud.space();
        KafkaSettings kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "compute");
        publisher = new Publisher(kafka);
        reader = new FactReader<>(kafka, ImageTopics.IMAGES, message -> facts.put(message.key(), message.body()));
        reader.start();
    }

    @AfterEach
    void stop() {
        reader.close();
        publisher.close();
    }

    private void order(ImageOrder order) {
        publisher.send(ImageTopics.ORDERS, order.image().toString(), order).join();
    }

    private ImageOrder.Create create(UUID id, Map<String, String> properties) {
        return new ImageOrder.Create(
                id,
                project,
                "u",
                "snapshot",
                "qcow2",
                "bare",
                "private",
                1,
                0,
                properties,
                Set.of("os_command_line"),
                "req-" + UUID.randomUUID());
    }

    private void awaitStatus(UUID id, String status) {
        await().atMost(15, SECONDS)
                .until(() -> facts.getOrDefault(id.toString(), Optional.empty())
                        .filter(fact -> fact.status().equals(status))
                        .isPresent());
    }

    @Test
    void anOrderedImageIsFilledByAServiceAndBelongsToItsProject() {
        UUID id = UUID.randomUUID();
        order(create(
                id,
                Map.of(
                        "hw_disk_bus",
                        "virtio",
                        "base_image_ref",
                        UUID.randomUUID().toString())));
        order(create(id, Map.of()));
        awaitStatus(id, "queued");
        String services = TestIdentity.newProject();
        byte[] bytes = Bits.qcow2().array();
        as(TestIdentity.newProject(), "member")
                .contentType("application/octet-stream")
                .body(bytes)
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(404);
        as(services, "service")
                .contentType("application/octet-stream")
                .body(bytes)
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(204);
        awaitStatus(id, "active");
        ImageFact fact = facts.get(id.toString()).orElseThrow();
        assertThat(fact.project()).isEqualTo(project);
        assertThat(fact.sizeBytes()).isEqualTo(bytes.length);
        assertThat(fact.virtualBytes()).isEqualTo(1 << 20);
        assertThat(fact.sha512()).hasSize(128);
        assertThat(fact.properties()).containsEntry("hw_disk_bus", "virtio");
        as(project, "reader").get("/v2/images/{id}/file", id).then().statusCode(200);
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
        await().atMost(15, SECONDS).until(() -> facts.get(id.toString()).isEmpty());
    }

    @Test
    void aServiceDoesNotFillAnImageThatAUserRegistered() {
        String id = Bits.queued(project, "qcow2");
        as(TestIdentity.newProject(), "service")
                .contentType("application/octet-stream")
                .body(Bits.qcow2().array())
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(403);
    }

    @Test
    void anAbandonedOrderLeavesNothingButAnActiveImageStays() {
        UUID queued = UUID.randomUUID();
        order(create(queued, Map.of()));
        awaitStatus(queued, "queued");
        order(new ImageOrder.Abandon(queued, "the server is gone", "req-1"));
        await().atMost(15, SECONDS).until(() -> facts.get(queued.toString()).isEmpty());

        UUID active = UUID.randomUUID();
        order(create(active, Map.of()));
        awaitStatus(active, "queued");
        as(project, "service")
                .contentType("application/octet-stream")
                .body(Bits.qcow2().array())
                .put("/v2/images/{id}/file", active)
                .then()
                .statusCode(204);
        order(new ImageOrder.Abandon(active, "too late", "req-2"));
        UUID last = UUID.randomUUID();
        order(create(last, Map.of()));
        awaitStatus(last, "queued");
        awaitStatus(active, "active");
    }

    @Test
    void anOrderThatCannotBeFollowedMakesAKilledImageThatSaysWhy() {
        UUID id = UUID.randomUUID();
        order(new ImageOrder.Create(
                id, project, "u", "snapshot", "parallels", "bare", "private", 1, 0, Map.of(), null, "req-3"));
        awaitStatus(id, "killed");
        assertThat(facts.get(id.toString()).orElseThrow().properties().get("os_fault"))
                .contains("disk format");
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "visibility, public",
        "owner, fedcba9876543210fedcba9876543210",
        "protected, true",
        "status, active",
        "locations, file:///etc/shadow",
        "hw_secret_knob, 1",
        "hw_machine_type, pc -drive file=/etc/shadow"
    })
    void API_04_IMG_16_aPropertyOfATenantIsNeverAnAttribute(String name, String value) {
        UUID id = UUID.randomUUID();
        order(create(id, Map.of(name, value)));
        awaitStatus(id, "killed");
        ImageFact fact = facts.get(id.toString()).orElseThrow();
        assertThat(fact.visibility()).isNotEqualTo("public");
        assertThat(fact.project()).isEqualTo(project);
        assertThat(fact.properties().get("os_fault")).contains(name);
    }

    @Test
    void IMG_16_whatAnotherImageHadByRightIsInherited() {
        UUID id = UUID.randomUUID();
        order(create(id, Map.of("os_command_line", "quiet")));
        awaitStatus(id, "queued");
        assertThat(facts.get(id.toString()).orElseThrow().properties()).containsEntry("os_command_line", "quiet");
    }

    @Test
    void anOrderedImageWhoseBytesAreRefusedIsKilled() {
        UUID id = UUID.randomUUID();
        order(create(id, Map.of()));
        awaitStatus(id, "queued");
        as(project, "service")
                .contentType("application/octet-stream")
                .body(Bits.qcow2WithBackingFile("/etc/shadow"))
                .put("/v2/images/{id}/file", id)
                .then()
                .statusCode(400);
        awaitStatus(id, "killed");
    }

    @Test
    void anOrderToDeleteIsFollowedForTheOwnerAndNobodyElse() {
        String registered = Bits.queued(project, "qcow2");
        UUID id = UUID.fromString(registered);
        awaitStatus(id, "queued");
        order(new ImageOrder.Delete(id, TestIdentity.newProject(), false, "req-4"));
        order(new ImageOrder.Delete(id, null, false, "req-5"));
        protect(registered, true);
        order(new ImageOrder.Delete(id, project, false, "req-6"));
        UUID last = UUID.randomUUID();
        // Under the same key, so that it comes after those.
        publisher.send(ImageTopics.ORDERS, registered, create(last, Map.of())).join();
        awaitStatus(last, "queued");
        as(project, "reader").get("/v2/images/{id}", id).then().statusCode(200);
        protect(registered, false);
        order(new ImageOrder.Delete(id, project, false, "req-7"));
        order(new ImageOrder.Delete(last, null, true, "req-8"));
        await().atMost(15, SECONDS).until(() -> facts.get(registered).isEmpty());
        await().atMost(15, SECONDS).until(() -> facts.get(last.toString()).isEmpty());
    }

    private void protect(String id, boolean wanted) {
        String change = "[{\"op\": \"replace\", \"path\": \"/protected\", \"value\": %s}]".formatted(wanted);
        Bits.patch(project, "member", id, change).statusCode(200);
    }
}
