package io.oblako.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Topic;
import io.oblako.web.audit.Audit;
import io.oblako.web.audit.AuditRecord;
import io.oblako.web.config.ServiceName;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What every service promises about a request that makes something (rows I11 and PLT-10), proven at its own door: the
 * same request under the same {@code Idempotency-Key} has its effect once, each request has exactly one audit record, and
 * the fact of what was made carries the id of the request through Kafka.
 *
 * @param service name of the service, as in its topics
 * @param operation of the request, as in the policy
 * @param facts where what is made is told
 * @param path of the POST
 * @param shownOnce where the answer has a secret, as a path of REST Assured; empty when it has none. A repetition gets the
 *     answer without it
 */
public record OneMutation<T>(String service, String operation, Topic<T> facts, String path, String shownOnce) {

    private static final String REQUEST_ID = "x-openstack-request-id";
    private static final Duration SOON = Duration.ofSeconds(30);

    /**
     * Sends the request twice, and another one under the same key.
     *
     * @param another a body that differs
     * @return the answer to the first
     */
    public Response holds(String token, String body, String another) {
        String key = UUID.randomUUID().toString();
        Response first = post(token, key, body);
        assertThat(first.statusCode()).as(first.asString()).isBetween(200, 202);
        Response again = post(token, key, body);
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.asString()).isEqualTo(withoutSecret(first));
        Response conflict = post(token, key, another);
        assertThat(conflict.statusCode()).as(conflict.asString()).isEqualTo(409);
        audited(List.of(first, again, conflict));
        factsCarry(id(first), List.of(id(again), id(conflict)));
        return first;
    }

    private String withoutSecret(Response answer) {
        if (shownOnce.isEmpty()) {
            return answer.asString();
        }
        String secret = answer.path(shownOnce);
        String name = shownOnce.substring(shownOnce.lastIndexOf('.') + 1);
        return answer.asString().replaceFirst(",?\"" + name + "\":\"" + Pattern.quote(secret) + "\"", "");
    }

    private Response post(String token, String key, String body) {
        return given().header("X-Auth-Token", token)
                .header("Idempotency-Key", key)
                .header(REQUEST_ID, "req-" + UUID.randomUUID())
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static String id(Response answer) {
        return answer.header(REQUEST_ID);
    }

    private void audited(List<Response> answers) {
        List<AuditRecord> records = new CopyOnWriteArrayList<>();
        Topic<AuditRecord> topic = Audit.topic(new ServiceName(service, service));
        try (FactReader<AuditRecord> reader =
                new FactReader<>(kafka(), topic, message -> message.body().ifPresent(records::add)).start()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(records)
                            .extracting(AuditRecord::requestId)
                            .containsAll(answers.stream().map(OneMutation::id).toList()));
            await().atMost(SOON).until(reader::following);
        }
        for (Response answer : answers) {
            String outcome = answer.statusCode() < 400 ? "success" : "failure";
            assertThat(records)
                    .filteredOn(record -> record.requestId().equals(id(answer)))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.action()).isEqualTo(operation);
                        assertThat(record.outcome()).isEqualTo(outcome);
                        assertThat(record.status()).isEqualTo(answer.statusCode());
                        assertThat(record.initiatorUser()).isNotBlank();
                    });
        }
    }

    private void factsCarry(String request, List<String> without) {
        List<Message<T>> told = new CopyOnWriteArrayList<>();
        try (FactReader<T> reader = new FactReader<>(kafka(), facts, told::add).start()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(told)
                            .extracting(message -> message.request().requestId())
                            .contains(request));
            await().atMost(SOON).until(reader::following);
        }
        assertThat(told).extracting(message -> message.request().requestId()).doesNotContainAnyElementsOf(without);
    }

    private static KafkaSettings kafka() {
        var config = ConfigProvider.getConfig();
        return new KafkaSettings(
                config.getValue("oblako.kafka", String.class),
                config.getValue("oblako.topic-prefix", String.class),
                "test");
    }
}
