package io.oblako.network.messaging;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.ProjectFact;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import io.oblako.network.api.NetworkCloud;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes with a project, told as identity tells it; an administrator looks. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class GoneProjectsIT {

    private final String project = TestIdentity.newProject();
    private final String operators = TestIdentity.newProject();
    private final Publisher publisher = new Publisher(
            new KafkaSettings(NetworkCloud.space().kafka(), NetworkCloud.space().topicPrefix(), "identity"));

    @Inject
    ProjectsConsumer consumer;

    @AfterEach
    void close() {
        publisher.close();
    }

    private void deleted(String id) {
        publisher.send(IdentityTopics.PROJECTS, id, null).join();
    }

    /** Their names, as an administrator sees them. */
    private List<String> groups(String of) {
        return as(operators, "admin")
                .get("/v2.0/security-groups?project_id={id}", of)
                .then()
                .statusCode(200)
                .extract()
                .path("security_groups.name");
    }

    /** Projects that a quota was decided for. */
    private List<String> decided() {
        return as(operators, "admin").get("/v2.0/quotas").path("quotas.project_id");
    }

    private void awaitGroups(String of, String... names) {
        await().atMost(15, SECONDS).untilAsserted(() -> assertThat(groups(of)).containsExactlyInAnyOrder(names));
    }

    @Test
    void aDeletedProjectTakesItsDefaultGroupAndQuotasWithItAndNothingElse() {
        String other = TestIdentity.newProject();
        for (String each : List.of(project, other)) {
            post(each, "security-groups", "security_group", "{'name': 'web'}")
                    .then()
                    .statusCode(201);
            put(operators, "admin", "quotas/" + each, "{'quota': {'port': 7}}").statusCode(200);
        }
        publisher
                .send(IdentityTopics.PROJECTS, project, new ProjectFact(project, "renamed", "default", null, false, 2))
                .join();
        deleted(project);
        deleted(project);
        awaitGroups(project, "web");
        assertThat(groups(other)).containsExactlyInAnyOrder("default", "web");
        assertThat(decided()).contains(other).doesNotContain(project);
    }

    @Test
    void theDefaultGroupOfADeletedProjectGoesAfterItsLastPort() {
        String port = made(port(project, network(project), ""), "port");
        put(operators, "admin", "quotas/" + project, "{'quota': {'port': 7}}").statusCode(200);
        deleted(project);
        await().atMost(15, SECONDS).untilAsserted(() -> assertThat(decided()).doesNotContain(project));
        consumer.again();
        assertThat(groups(project)).containsExactly("default");
        as(operators, "admin").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        consumer.again();
        assertThat(groups(project)).isEmpty();
    }
}
