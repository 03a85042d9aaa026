package io.oblako.compute.work;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators turn sagas back: a boot that waits for a host which does nothing. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_work"))
class SagaCancellationIT {

    private static final String REASON = "The host is taken out of service.";

    @Inject
    KafkaSettings kafka;

    @Inject
    Transactions transactions;

    @Inject
    CreateServers create;

    @Inject
    Servers servers;

    @Inject
    SagaEngine sagas;

    @Inject
    Hosts hosts;

    @Inject
    FleetView fleet;

    private final String operator = TestIdentity.current().token(TestIdentity.newProject(), "admin");
    private FakeNode node;
    private UUID server;
    private UUID saga;

    @BeforeEach
    void aBootThatHangs() {
        String project = TestIdentity.newProject();
        Caller member = TestIdentity.current().caller(project, "member");
        node = new FakeNode(kafka, "host-" + UUID.randomUUID(), 4096);
        node.deaf(true);
        await().atMost(20, SECONDS)
                .until(() -> fleet.current().find(node.name()).isPresent());
        UUID image = UUID.randomUUID();
        Orders.image(kafka, project, image, "active", Map.of());
        Flavor flavor = Orders.flavor("cancelled", 1, 64, 1);
        server = RequestContext.fresh()
                .get(() -> transactions.call(() -> create.create(member, Orders.request("hangs", image, flavor, 1, 1))))
                .getFirst()
                .id();
        saga = sagas.unfinished(server.toString()).getFirst().id();
        await().atMost(20, SECONDS).until(() -> view().waitsFor() != null);
    }

    @AfterEach
    void theHostGoes() {
        transactions.run(() -> hosts.setDisabled(node.name(), true, "test over"));
        node.deaf(false);
        node.close();
    }

    private SagaView view() {
        return sagas.find(saga).orElseThrow();
    }

    private Response cancel(String token, String body) {
        return given().header("X-Auth-Token", token)
                .contentType("application/json")
                .body(body)
                .post("/admin/sagas/" + saga + "/cancel");
    }

    @Test
    void I10_aCancelledBootIsUndoneAndItsServerSaysWhy() {
        cancel(operator, "{\"reason\": \"" + REASON + "\"}")
                .then()
                .statusCode(202)
                .body("saga.id", equalTo(saga.toString()))
                .body("saga.cancel_reason", equalTo(REASON));
        node.deaf(false);
        await().atMost(20, SECONDS).until(() -> view().endedAt() != null);
        assertThat(view().failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.cancelled()).isTrue();
            assertThat(failure.message()).isEqualTo(REASON);
        });
        Server after = transactions.call(() -> servers.find(server)).orElseThrow();
        assertThat(after.vm()).isEqualTo(VmState.ERROR);
        assertThat(after.state().fault()).isNotNull();
        assertThat(after.state().fault().message()).contains(REASON);
        assertThat(node.has(server)).isFalse();
        cancel(operator, "").then().statusCode(409).body("conflictingRequest.message", containsString("has ended"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "reader", "member", "manager", "service"})
    void API_03_nobodyButAnOperatorCancels(String persona) {
        String token = TestIdentity.current().token(TestIdentity.newProject(), persona);
        cancel(token, "").then().statusCode(403).body("forbidden.message", containsString("compute:sagas:cancel"));
        given().post("/admin/sagas/" + saga + "/cancel").then().statusCode(401);
        assertThat(view().cancelReason()).isNull();
    }

    @Test
    void whatIsNoReasonOrNoSagaIsRefused() {
        for (String body : List.of("[]", "{\"reason\": 1}", "{\"why\": \"x\"}", "{", "{\"reason\": \"a\\u0007b\"}")) {
            cancel(operator, body).then().statusCode(400).body("badRequest.code", equalTo(400));
        }
        cancel(operator, "{\"reason\": \"" + "x".repeat(256) + "\"}").then().statusCode(400);
        given().header("X-Auth-Token", operator)
                .post("/admin/sagas/" + UUID.randomUUID() + "/cancel")
                .then()
                .statusCode(404)
                .body("itemNotFound.message", containsString("GET /admin/sagas"));
        given().header("X-Auth-Token", operator)
                .get("/admin/sagas/" + saga)
                .then()
                .body("saga.cancel_reason", nullValue());
    }
}
