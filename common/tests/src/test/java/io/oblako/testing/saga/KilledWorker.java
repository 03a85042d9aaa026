package io.oblako.testing.saga;

import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.Step;
import io.oblako.messaging.saga.PostgresSagaStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A service in a process of its own: starts one saga if it is asked to, works until none is left, and dies where the
 * step gate says.
 */
final class KilledWorker {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private KilledWorker() {}

    static Saga<SagaEngineIT.Note> saga(SagaPostgres postgres) {
        return Saga.named("killed", SagaEngineIT.Note.class, Duration.ofMinutes(1))
                .step("one", noting(postgres, "one"), noting(postgres, "undo-one"))
                .external(
                        "two",
                        (note, _) -> postgres.transactions()
                                .call(() -> noting(postgres, "two").run(note, null)))
                .step("three", noting(postgres, "three"))
                .whenDone((_, _) -> postgres.note("end"))
                .build();
    }

    private static Step.Action<SagaEngineIT.Note> noting(SagaPostgres postgres, String name) {
        return (note, _) -> {
            postgres.note(name);
            return Outcome.done(note);
        };
    }

    /** Arguments: the schema's JDBC URL, user, password, the directory of the gate, and {@code start} to start one. */
    public static void main(String[] arguments) throws InterruptedException {
        SagaPostgres postgres = new SagaPostgres(arguments[0], arguments[1], arguments[2]);
        Saga<SagaEngineIT.Note> saga = saga(postgres);
        SagaEngine engine = new SagaEngine(
                SagaSettings.STANDARD.withLease(Duration.ofMillis(600)).withScan(Duration.ofMillis(50)),
                new PostgresSagaStore(postgres.transactions().dataSource()),
                postgres.transactions(),
                new FileStepGate(Path.of(arguments[3])));
        engine.register(saga);
        engine.start();
        if (arguments.length > 4) {
            UUID id = postgres.transactions().call(() -> engine.start(saga, "s", null, new SagaEngineIT.Note("s", 0)));
            System.out.println("started " + id);
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        while (engine.stats().done() == 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        System.exit(engine.stats().done() == 1 ? 0 : 1);
    }
}
