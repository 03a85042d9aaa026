package io.oblako.compute.api;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.node.NodeConfig;
import io.oblako.compute.node.NodeMain;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace runs from the request through sagas and Kafka to the host's daemon and back. */
@QuarkusTest
@TestProfile(TracesIT.Traced.class)
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_traces"))
class TracesIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** Traces are off unless a deployment says where to send them. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.otel.sdk.disabled", "false",
                    "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
        }
    }

    /** Keeps the names of spans by their trace. */
    @Singleton
    static class Spans implements SpanProcessor {

        private final ConcurrentMap<String, Set<String>> names = new ConcurrentHashMap<>();

        Set<String> of(String trace) {
            return names.getOrDefault(trace, Set.of());
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            names.computeIfAbsent(span.getSpanContext().getTraceId(), _ -> ConcurrentHashMap.newKeySet())
                    .add(span.getName());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @TempDir
    Path state;

    @Inject
    KafkaSettings kafka;

    @Inject
    FleetView fleet;

    @Inject
    Spans spans;

    private NodeConfig node() {
        Map<String, String> environment = new HashMap<>();
        environment.put("OBLAKO_NODE_NAME", "traced");
        environment.put("OBLAKO_NODE_DRIVER", "simulated");
        environment.put("OBLAKO_NODE_STATE_DIR", state.toString());
        environment.put("OBLAKO_NODE_HTTP_PORT", "0");
        environment.put("OBLAKO_KAFKA", kafka.bootstrap());
        environment.put("OBLAKO_TOPIC_PREFIX", kafka.topicPrefix());
        environment.put("OBLAKO_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        return NodeConfig.of(environment);
    }

    @Test
    void aTraceRunsFromThePostToTheNodeAndBack() {
        String member = TestIdentity.current().token(TestIdentity.newProject(), "member");
        String flavor = Api.flavor();
        String image = Api.image().toString();
        try (NodeMain daemon = new NodeMain(node())) {
            daemon.start();
            await().atMost(20, SECONDS)
                    .until(() -> fleet.current().find("traced").isPresent());
            Response made = given().header("X-Auth-Token", member)
                    .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                    .contentType("application/json")
                    .body("{\"server\": {\"name\": \"seen\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\"}}"
                            .formatted(image, flavor))
                    .post("/v2.1/servers");
            made.then().statusCode(202);
            String server = "/servers/" + made.path("server.id");
            await().atMost(30, SECONDS)
                    .until(() -> Api.withToken(member).get(server).path("server.status"), "ACTIVE"::equals);
        }
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(spans.of(TRACE))
                        .as("the request, the saga, the order at the node, what it did, and its report at compute")
                        .contains(
                                "POST /v2.1/servers",
                                "compute.desired.v1",
                                "node.launch",
                                "node.report",
                                "compute.reports.v1")
                        .anyMatch(name -> name.startsWith("boot-")));
    }
}
