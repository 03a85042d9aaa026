package io.oblako.testing.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import io.oblako.testing.TestIdentity;
import io.quarkus.bootstrap.logging.QuarkusDelayedHandler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines of the log as an installation gets them that asks for JSON: written by the formatter of the console itself. */
@QuarkusTest
@WithTestResource(DoorEngines.class)
class JsonLogIT {

    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final Logger LOGGER = LogContext.getLogContext().getLogger(DoorResource.class.getName());

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Formatter console = consoleFormatter();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            // In the thread that logs, as the console does: the request is known there.
            lines.add(console.format(ExtLogRecord.wrap(record)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private DoorClient door;

    private static Formatter consoleFormatter() {
        return Arrays.stream(LogContext.getLogContext().getLogger("").getHandlers())
                .flatMap(handler -> handler instanceof QuarkusDelayedHandler delayed
                        ? Arrays.stream(delayed.getHandlers())
                        : Stream.of(handler))
                .filter(ConsoleHandler.class::isInstance)
                .map(Handler::getFormatter)
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void listen() {
        door = new DoorClient();
        door.awaitKeys();
        LOGGER.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(listener);
    }

    private List<JsonNode> logged(String token, String requestId) {
        door.with(token)
                .header("x-openstack-request-id", requestId)
                .queryParam("password", PASSWORD)
                .get("/v1/logged")
                .then()
                .statusCode(200);
        return lines.stream()
                .map(line -> Json.read(line, JsonNode.class))
                .filter(line -> line.path("mdc").path("request").asText().equals(requestId))
                .toList();
    }

    @Test
    void aLineSaysWhichRequestAndWhichProjectItIsAbout() {
        String requestId = DoorClient.requestId();
        String another = TestIdentity.newProject();
        List<JsonNode> mine = logged(door.reader, requestId);
        List<JsonNode> others = logged(door.identity.token(another, "reader"), DoorClient.requestId());
        assertThat(mine).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("mdc").path("project").asText()).isEqualTo(door.project);
            assertThat(line.path("loggerName").asText()).isEqualTo(DoorResource.class.getName());
            assertThat(line.path("timestamp").asText()).isNotEmpty();
        });
        assertThat(mine).extracting(line -> line.path("level").asText()).containsExactly("INFO", "ERROR");
        assertThat(others)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line.path("mdc").path("project").asText()).isEqualTo(another));
    }

    @Test
    void aLineIsOneLineOfJsonWhateverIsInIt() {
        logged(door.reader, DoorClient.requestId());
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.strip().lines()).hasSize(1));
    }

    @Test
    void whatIsSecretByItsTypeIsInNoField() {
        List<JsonNode> mine = logged(door.reader, DoorClient.requestId());
        assertThat(mine)
                .extracting(line -> line.path("message").asText())
                .anyMatch(message -> message.equals("Somebody showed ***, that is Shown[user=anna, password=***]"));
        assertThat(lines)
                .isNotEmpty()
                .noneMatch(line -> line.contains(PASSWORD))
                .noneMatch(line -> line.contains(door.reader));
    }
}
