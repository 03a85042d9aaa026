package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ConversionReport.State;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversions that hosts tell of, as operators and owners see them. */
@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class TasksIT {

    private final String project = TestIdentity.newProject();
    private final UUID task = UUID.randomUUID();
    private Publisher publisher;
    private String image;

    @BeforeEach
    void aHostConverts() {
        var space = ImageCloud.space();
        publisher = new Publisher(new KafkaSettings(space.kafka(), space.topicPrefix(), "node"));
        image = Bits.register(project, "{\"name\": \"q\", \"disk_format\": \"qcow2\", \"container_format\": \"bare\"}");
        tell(State.RUNNING, 512);
        await().atMost(15, SECONDS).untilAsserted(() -> show().statusCode(200));
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    private void tell(State state, long done) {
        Instant now = Instant.now();
        publisher
                .send(
                        ImageTopics.CONVERSIONS,
                        task.toString(),
                        new ConversionReport(
                                task,
                                UUID.fromString(image),
                                "host-7",
                                state,
                                "qcow2",
                                "raw",
                                done,
                                2048,
                                state == State.CANCELLED ? "The image was deleted." : null,
                                now,
                                now))
                .join();
    }

    private ValidatableResponse show() {
        return as(TestIdentity.newProject(), "admin")
                .get("/v2/tasks/{task}", task)
                .then();
    }

    private ValidatableResponse tasksOfImage(String who, String persona) {
        return as(who, persona).get("/v2/images/{image}/tasks", image).then();
    }

    @Test
    void anOperatorFollowsAConversion() {
        show().body("type", equalTo("convert"))
                .body("status", equalTo("processing"))
                .body("owner", equalTo(project))
                .body("input.image_id", equalTo(image))
                .body("input.host", equalTo("host-7"))
                .body("result.progress", equalTo(25))
                .body("expires_at", nullValue());
        as(TestIdentity.newProject(), "admin")
                .get("/v2/tasks?status=processing&limit=100")
                .then()
                .statusCode(200)
                .body("tasks.id", hasItem(task.toString()));
        as(TestIdentity.newProject(), "admin")
                .get("/v2/tasks?status=success&limit=100")
                .then()
                .statusCode(200)
                .body("tasks.id", not(hasItem(task.toString())));
        tell(State.DONE, 2048);
        await().atMost(15, SECONDS)
                .untilAsserted(() -> show().body("status", equalTo("success")).body("result.progress", equalTo(100)));
    }

    @Test
    void theOwnerFollowsItWithoutLearningTheHost() {
        tasksOfImage(project, "reader")
                .statusCode(200)
                .body("tasks", hasSize(1))
                .body("tasks[0].status", equalTo("processing"))
                .body("tasks[0].input.host", nullValue());
        as(project, "member").delete("/v2/images/{image}", image).then().statusCode(204);
        tell(State.CANCELLED, 600);
        await().atMost(15, SECONDS)
                .untilAsserted(() -> show().body("status", equalTo("failure"))
                        .body("message", equalTo("The image was deleted."))
                        .body("owner", nullValue()));
    }

    @Test
    void IMG_15_aStrangerSeesNoTasks() {
        String absent = UUID.randomUUID().toString();
        tasksOfImage(TestIdentity.newProject(), "member").statusCode(404);
        as(TestIdentity.newProject(), "member")
                .get("/v2/images/{image}/tasks", absent)
                .then()
                .statusCode(404);
        as(project, "member").get("/v2/tasks/{task}", task).then().statusCode(403);
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        String admin = TestIdentity.newProject();
        as(admin, "admin").get("/v2/tasks/{task}", UUID.randomUUID()).then().statusCode(404);
        as(admin, "admin").get("/v2/tasks/none").then().statusCode(404);
        as(admin, "admin").get("/v2/tasks?limit=-1").then().statusCode(400);
        as(admin, "admin").get("/v2/tasks?marker=" + UUID.randomUUID()).then().statusCode(400);
        as(admin, "admin").get("/v2/tasks?type=import").then().statusCode(200).body("tasks", hasSize(0));
        as(admin, "reader").get("/v2/schemas/task").then().statusCode(200).body("name", equalTo("task"));
        as(admin, "reader").get("/v2/schemas/tasks").then().statusCode(200);
    }
}
