package io.oblako.compute.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.saga.PostgresSagaStore;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.saga.SagaCancellation;
import io.oblako.web.saga.SagaHealth;
import io.oblako.web.saga.SagaReads;
import io.oblako.web.saga.SagaTelemetry;
import io.oblako.web.saga.StepGates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;

/** Makes the saga engine, and starts it once all sagas are known. */
@ApplicationScoped
class SagaWiring {

    /** After the messaging objects, before the consumers, which poke sagas. */
    private static final int EARLY = 100;

    @Produces
    @Singleton
    static SagaEngine engine(
            DataSource database, Transactions transactions, OblakoConfig config, MeterRegistry meters) {
        SagaTelemetry telemetry = new SagaTelemetry(meters);
        SagaEngine engine = new SagaEngine(
                SagaSettings.STANDARD,
                new PostgresSagaStore(database),
                transactions,
                StepGates.of(config),
                UUID::randomUUID,
                telemetry);
        telemetry.measure(engine);
        return engine;
    }

    @Produces
    @Singleton
    static SagaReads reads(SagaEngine engine, Clock clock) {
        return new SagaReads(engine, clock);
    }

    @Produces
    @Singleton
    @Wellness
    static SagaHealth health(SagaEngine engine, Clock clock) {
        return new SagaHealth(engine, clock);
    }

    @Produces
    @Singleton
    static SagaCancellation cancellation(SagaEngine engine, SagaReads reads) {
        return new SagaCancellation(engine, reads);
    }

    void onStart(@Observes @Priority(EARLY) StartupEvent start, SagaEngine engine, ComputeSagas sagas) {
        engine.register(sagas.all().toArray(new Saga<?>[0]));
        engine.start();
    }

    void onStop(@Observes ShutdownEvent stop, SagaEngine engine) {
        engine.close();
    }
}
