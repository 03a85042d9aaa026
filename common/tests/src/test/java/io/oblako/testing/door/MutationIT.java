package io.oblako.testing.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.web.audit.Audit;
import io.oblako.web.audit.AuditRecord;
import io.oblako.web.config.ServiceName;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DoorEngines.class)
class MutationIT {

    private static final String KEY = "Idempotency-Key";
    private DoorClient door;
    private final String name = "n-" + UUID.randomUUID();
    private final String key = "key-" + UUID.randomUUID();

    @Inject
    DataSource database;

    @Inject
    KafkaSettings kafka;

    @Inject
    ServiceName service;

    @BeforeEach
    void keysAreKnown() {
        door = new DoorClient();
        door.awaitKeys();
    }

    private int rows(String where) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + where)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int effects() {
        return rows("effect where name = '" + name + "'");
    }

    private Response create(String token, String withKey, String more) {
        return door.json(token, "{\"name\":\"" + name + "\"" + more + "}")
                .header(KEY, withKey)
                .post("/v1/things");
    }

    @Test
    void I11_theSameRequestWithTheSameKeyGetsTheSameAnswerAndHasItsEffectOnce() {
        Response first = create(door.member, key, "");
        Response again = create(door.member, key, "");
        first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", first.header("Location"))
                .contentType("application/json");
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("x-openstack-request-id")).isNotEqualTo(first.header("x-openstack-request-id"));
        assertThat(again.headers().getValues("x-openstack-request-id")).hasSize(1);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void I11_anotherRequestUnderTheSameKeyIsAConflict() {
        create(door.member, key, "").then().statusCode(201);
        create(door.member, key, ",\"size\":2")
                .then()
                .statusCode(409)
                .body("fault.message", containsString("another request"));
        door.json(door.member, "{\"name\":\"" + name + "\"}")
                .header(KEY, key)
                .post("/v1/secrets")
                .then()
                .statusCode(409);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void I11_bodiesThatAreReadAsBytesAreComparedToo() {
        Response first = door.json(door.member, "{\"a\":1}").header(KEY, key).post("/v1/raw");
        first.then().statusCode(202).body("bytes", equalTo(7));
        Response again = door.json(door.member, "{\"a\":1}").header(KEY, key).post("/v1/raw");
        assertThat(again.asString())
                .as("text that was not made by Jackson is repeated as it was")
                .isEqualTo(first.asString());
        door.json(door.member, "{\"a\":2}")
                .header(KEY, key)
                .post("/v1/raw")
                .then()
                .statusCode(409);
    }

    @Test
    void aKeyBelongsToOneUserInOneProject() {
        create(door.member, key, "").then().statusCode(201);
        String other = door.identity.token(door.project, "member");
        door.json(other, "{\"name\":\"" + name + "-2\"}")
                .header(KEY, key)
                .post("/v1/things")
                .then()
                .statusCode(201);
        assertThat(rows("idempotency where key = '" + key + "'")).isEqualTo(2);
    }

    @Test
    void I11_requestsAtTheSameMomentHaveOneEffectAndOneAnswer() throws Exception {
        List<Callable<Response>> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(() -> create(door.member, key, ""));
        }
        Set<String> answers;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            answers = threads.invokeAll(many).stream()
                    .map(MutationIT::get)
                    .peek(answer -> answer.then().statusCode(201))
                    .map(Response::asString)
                    .collect(Collectors.toSet());
        }
        assertThat(answers).hasSize(1);
        assertThat(effects()).isEqualTo(1);
    }

    private static Response get(Future<Response> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRequestThatFailsLeavesNeitherEffectNorKey() {
        create(door.member, key, ",\"fail\":true").then().statusCode(409);
        assertThat(effects()).isZero();
        assertThat(rows("idempotency where key = '" + key + "'")).isZero();
        create(door.member, key, "").then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aSecretIsAnsweredOnceAndNotKept() {
        String body = "{\"name\":\"" + name + "\"}";
        Response first = door.json(door.member, body).header(KEY, key).post("/v1/secrets");
        first.then().statusCode(201);
        Response again = door.json(door.member, body).header(KEY, key).post("/v1/secrets");
        again.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("thing.id", equalTo(first.path("thing.id")))
                .body("thing", not(hasKey("password")))
                .body("$", not(hasKey("token")));
        for (String secret : List.of(first.<String>path("thing.password"), first.<String>path("token"))) {
            assertThat(rows("idempotency where key = '" + key + "' and position('" + secret
                            + "' in convert_from(body, 'UTF8') || headers) > 0"))
                    .isZero();
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void withoutAKeyEachRequestHasItsEffect() {
        door.json(door.member, "{\"name\":\"" + name + "-a\"}")
                .post("/v1/things")
                .then()
                .statusCode(201);
        door.json(door.member, "{\"name\":\"" + name + "-b\"}")
                .post("/v1/things")
                .then()
                .statusCode(201);
        assertThat(rows("effect where name like '" + name + "-_'")).isEqualTo(2);
    }

    @Test
    void PLT_10_everyMutatingOrDeniedRequestHasExactlyOneRecord() {
        Map<String, String> expected = new HashMap<>();
        String body = "{\"name\":\"" + name + "\"}";
        String id = UUID.randomUUID().toString();
        expected.put(
                sent(
                        door.json(door.member, body)
                                .header(KEY, key)
                                .header(Req.HEADER, Req.next())
                                .post("/v1/things"),
                        201),
                "success 201");
        expected.put(
                sent(
                        door.json(door.member, body)
                                .header(KEY, key)
                                .header(Req.HEADER, Req.next())
                                .post("/v1/things"),
                        201),
                "success 201");
        expected.put(
                sent(
                        door.json(door.member, body.replace("}", ",\"fail\":1}"))
                                .header(Req.HEADER, Req.next())
                                .post("/v1/things"),
                        409),
                "failure 409");
        // Fails at the commit: the record that was to commit with it is gone, and one of the failure takes its place.
        Response late =
                door.json(door.member, body).header(Req.HEADER, Req.next()).post("/v1/things");
        assertThat(late.statusCode()).isIn(409, 503);
        expected.put(late.header(Req.HEADER), "failure " + late.statusCode());
        expected.put(
                sent(door.json(door.reader, body).header(Req.HEADER, Req.next()).post("/v1/things"), 403),
                "denied 403");
        expected.put(
                sent(door.json(door.member, "{").header(Req.HEADER, Req.next()).post("/v1/things"), 400),
                "failure 400");
        expected.put(
                sent(door.with(door.admin).header(Req.HEADER, Req.next()).delete("/v1/things/" + id), 204),
                "success 204");
        expected.put(sent(door.with("rotten").header(Req.HEADER, Req.next()).get("/v1/things"), 401), "denied 401");
        expected.put(
                sent(door.with(door.reader).header(Req.HEADER, Req.next()).get("/v1/unlisted"), 403), "denied 403");
        expected.put(sent(given().header(Req.HEADER, Req.next()).post("/v1/nowhere"), 404), "failure 404");
        String read = sent(door.with(door.reader).header(Req.HEADER, Req.next()).get("/v1/things"), 200);

        List<Message<AuditRecord>> records = new CopyOnWriteArrayList<>();
        try (FactReader<AuditRecord> reader = new FactReader<>(kafka, Audit.topic(service), records::add).start()) {
            assertThat(reader.following()).isIn(true, false);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(ids(records)).containsAll(expected.keySet()));
            await().during(Duration.ofMillis(400))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> true);
        }
        assertThat(ids(records)).doesNotContain(read);
        expected.forEach((request, outcome) -> {
            List<AuditRecord> of = records.stream()
                    .map(record -> record.body().orElseThrow())
                    .filter(record -> record.requestId().equals(request))
                    .toList();
            assertThat(of).as(outcome).hasSize(1);
            assertThat(of.getFirst().outcome() + ' ' + of.getFirst().status()).isEqualTo(outcome);
        });
        AuditRecord created = records.stream()
                .map(record -> record.body().orElseThrow())
                .filter(record -> record.action().equals("door:things:create")
                        && record.status() == 201
                        && door.project.equals(record.initiatorProject()))
                .findFirst()
                .orElseThrow();
        assertThat(created.service()).isEqualTo("door");
        assertThat(created.method()).isEqualTo("POST");
        assertThat(created.target()).isEqualTo("/v1/things");
        assertThat(created.initiatorUser()).isNotBlank();
        assertThat(created.initiatorAddress()).isEqualTo("127.0.0.1");
        records.stream()
                .filter(record ->
                        expected.containsKey(record.body().orElseThrow().requestId()))
                .forEach(record -> assertThat(record.request().requestId())
                        .isEqualTo(record.body().orElseThrow().requestId()));
    }

    /** Names requests so that their records can be found. */
    private static final class Req {
        private static final String HEADER = "x-openstack-request-id";

        private static String next() {
            return DoorClient.requestId();
        }
    }

    private static String sent(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer.header(Req.HEADER);
    }

    private static List<String> ids(List<Message<AuditRecord>> records) {
        return records.stream()
                .map(record -> record.body().orElseThrow().requestId())
                .toList();
    }
}
