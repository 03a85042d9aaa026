package io.oblako.testing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller and an operator learn when something fails. */
@QuarkusTest
@WithTestResource(DoorEngines.class)
class FaultsIT {

    private DoorClient door;

    @BeforeEach
    void keysAreKnown() {
        door = new DoorClient();
        door.awaitKeys();
    }

    @Test
    void API_07_aNulThatPostgresCannotKeepIsTheCallersMistake() {
        door.json(door.member, "{\"name\":\"a\\u0000b\"}")
                .post("/v1/things")
                .then()
                .statusCode(400);
    }

    @Test
    void otherWrongRequestsGetTheFaultDocumentToo() {
        door.with(door.reader).get("/v1/nowhere").then().statusCode(404).body("fault.code", equalTo(404));
        door.with(door.reader).get("/v1/things/no-uuid").then().statusCode(404).body("fault.code", equalTo(404));
        door.with(door.reader).put("/v1/things").then().statusCode(405).body("fault.code", equalTo(405));
        door.with(door.member)
                .contentType("text/plain")
                .body("x")
                .post("/v1/things")
                .then()
                .statusCode(415)
                .body("fault.code", equalTo(415));
        door.json(door.member, "{}")
                .header("Idempotency-Key", "two words")
                .post("/v1/things")
                .then()
                .statusCode(400)
                .header("x-openstack-request-id", matchesPattern("req-[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @CsvSource({
        "database, 503",
        "pool, 503",
        "away, 503",
        "unsupported, 501",
        "text, 400",
        "syntax, 500",
        "unique, 409",
        "bug, 500"
    })
    void API_13_failuresBehindTheDoorKeepTheirSecrets(String how, int status) {
        door.with(door.reader)
                .queryParam("how", how)
                .get("/v1/broken")
                .then()
                .statusCode(status)
                .body("fault.code", equalTo(status))
                .body(not(containsString("hunter2")))
                .body(not(containsString("secret")))
                .body(not(containsString("SQL")))
                .body(not(containsString("Key (")))
                .body(not(containsString("io.oblako")));
    }

    @ParameterizedTest
    @CsvSource({"unsupported, ''", "unique, INFO", "away, WARN", "database, WARN", "bug, ERROR"})
    void whatIsNoFaultOfOursIsNoErrorInTheLog(String how, String level) {
        List<LogRecord> lines = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger faults = Logger.getLogger("io.oblako.web.fault.Faults");
        faults.addHandler(listener);
        try {
            door.with(door.reader).queryParam("how", how).get("/v1/broken");
        } finally {
            faults.removeHandler(listener);
        }
        List<LogRecord> shown = lines.stream()
                .filter(line -> line.getLevel().intValue() >= Level.INFO.intValue())
                .toList();
        assertThat(shown)
                .extracting(line -> line.getLevel().getName())
                .isEqualTo(level.isEmpty() ? List.of() : List.of(level));
        if (level.equals("WARN")) {
            assertThat(shown.getFirst().getThrown()).as("one line, no stack").isNull();
            assertThat(shown.getFirst().getMessage()).contains("door:broken").contains("SQLException");
        }
    }
}
