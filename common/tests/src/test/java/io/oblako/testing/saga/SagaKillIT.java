package io.oblako.testing.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Design R1 in small: a real process dies at a point of a step, another one goes on. */
class SagaKillIT {

    private static final int KILLED = 137;
    private static SagaPostgres postgres;

    @TempDir
    private Path gate;

    @BeforeAll
    static void open() {
        postgres = new SagaPostgres();
    }

    @AfterAll
    static void shut() throws SQLException {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        postgres.transactions().run(() -> postgres.execute("truncate saga; truncate note"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "one,before,1",
        "one,after-effect,1",
        "one,after-commit,1",
        "two,before,1",
        "two,after-effect,2",
        "two,after-commit,1",
        "three,after-effect,1",
        "when-done,after-effect,1",
        "when-done,after-commit,1"
    })
    void R1_aKilledProcessLeavesItsSagaToAnother(String step, String point, int externalRuns) throws Exception {
        Files.writeString(gate.resolve("killed." + step + '.' + point), "kill");
        assertThat(worker("start")).isEqualTo(KILLED);
        if (!(step.equals("when-done") && point.equals("after-commit"))) {
            assertThat(worker()).isZero();
        }
        assertThat(postgres.notes("one")).isEqualTo(1);
        assertThat(postgres.notes("two")).as("an external step may be repeated").isEqualTo(externalRuns);
        assertThat(postgres.notes("three")).isEqualTo(1);
        assertThat(postgres.notes("end")).isEqualTo(1);
        assertThat(postgres.notes("undo%")).isZero();
    }

    private int worker(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWorker.class.getName(),
                postgres.url(),
                postgres.user(),
                postgres.password(),
                gate.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS))
                    .as("the worker ends")
                    .isTrue();
            int status = process.exitValue();
            assertThat(status)
                    .as(() -> "the worker's status; it printed: " + output())
                    .isIn(0, KILLED);
            return status;
        } finally {
            process.destroyForcibly();
        }
    }

    private Path log() {
        return gate.resolve("worker.log");
    }

    private String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }
}
