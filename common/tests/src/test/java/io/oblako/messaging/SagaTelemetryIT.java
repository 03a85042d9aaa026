package io.oblako.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.StepGate;
import io.oblako.messaging.MessagingWorld.Note;
import io.oblako.messaging.saga.PostgresSagaStore;
import io.oblako.web.saga.SagaTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SagaTelemetryIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MessagingWorld world = MessagingWorld.SHARED;
    private final Topic<Note> topic = world.stream(1);
    private final JdbcOutbox outbox = world.outbox(new OutboxRelay(world.database, world.kafka));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SagaTelemetry telemetry = new SagaTelemetry(meters);
    private final String subject = UUID.randomUUID().toString();
    private final String name = "telling-" + subject.substring(0, 8);
    private SagaEngine engine;

    @AfterEach
    void stop() {
        engine.close();
    }

    private void engine(Saga<?> saga) {
        engine = new SagaEngine(
                SagaSettings.STANDARD.withScan(Duration.ofMillis(50)),
                new PostgresSagaStore(world.transactions.dataSource()),
                world.transactions,
                StepGate.OPEN,
                UUID::randomUUID,
                telemetry);
        engine.register(saga);
        engine.start();
    }

    private UUID start(Saga<String> saga) {
        return new RequestContext("req-of-the-user", "p", "u")
                .get(() -> world.transactions.call(() -> engine.start(saga, subject, new ProjectId("p"), "")));
    }

    private void order(String key) {
        outbox.add(topic, key, new Note(key, 1));
    }

    @Test
    void ordersThatStepsSendCarryTheTraceAndTheRequestThatStartedTheSagaAlsoInAnotherProcess() {
        AtomicBoolean seen = new AtomicBoolean();
        Saga<String> saga = Saga.named(name, String.class, LONG)
                .step("order", (context, _) -> {
                    order("first");
                    return Outcome.done(context);
                })
                .step(
                        "await",
                        (context, _) -> seen.get() ? Outcome.done(context) : Outcome.waiting(context, "it", LONG))
                .external("act", (context, _) -> {
                    world.transactions.run(() -> order("outside"));
                    return Outcome.failed(CommonError.CONFLICT, "on purpose");
                })
                .whenUndone((_, _, _) -> order("undone"))
                .build();
        engine(saga);
        SpanContext request = SpanContext.createFromRemoteParent(
                TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope _ = Span.wrap(request).makeCurrent()) {
            start(saga);
        }
        await().atMost(SOON).until(() -> world.waiting(topic) == 1);
        engine.close();

        engine(saga);
        seen.set(true);
        world.transactions.run(() -> engine.poke(subject));
        await().atMost(SOON).until(() -> world.waiting(topic) == 3);

        try (OutboxRelay relay = new OutboxRelay(world.database, world.kafka).start()) {
            await().atMost(SOON).until(() -> relay.published() >= 3);
        }
        List<ConsumerRecord<String, byte[]>> sent = world.records(topic);
        assertThat(sent).extracting(ConsumerRecord::key).containsExactly("first", "outside", "undone");
        assertThat(sent).allSatisfy(record -> {
            Message<Note> message = CloudEvents.fromKafka(record, topic);
            assertThat(message.traceparent()).startsWith("00-" + TRACE + '-').endsWith("-01");
            assertThat(message.request().requestId()).isEqualTo("req-of-the-user");
        });
    }

    @Test
    void aSagaOfARequestThatNobodyTracesSendsNoTrace() {
        Saga<String> saga = Saga.named(name, String.class, LONG)
                .step("order", (context, _) -> {
                    order("untraced");
                    return Outcome.done(context);
                })
                .build();
        engine(saga);
        start(saga);
        await().atMost(SOON).until(() -> world.waiting(topic) == 1);
        assertThat(world.count("select count(*) from outbox where topic = '" + world.kafka.topic(topic)
                        + "' and traceparent is null"))
                .isEqualTo(1);
        world.execute("delete from outbox where topic = '" + world.kafka.topic(topic) + "'");
    }

    @Test
    void metersTellOfStepsRetriesEndsAndSagasPastTheirDeadline() {
        AtomicInteger failures = new AtomicInteger(2);
        Saga<String> saga = Saga.named(name, String.class, LONG)
                .step(
                        "flaky",
                        (context, _) ->
                                failures.getAndDecrement() > 0 ? Outcome.retry("not yet") : Outcome.done(context))
                .step(
                        "never",
                        (context, _) -> Outcome.waiting(context, "it", Duration.ofMillis(50)),
                        (context, _) -> failures.get() > -100 ? Outcome.retry("not yet undone") : Outcome.done(context))
                .build();
        engine(saga);
        telemetry.measure(engine);
        UUID id = start(saga);
        await().atMost(SOON).until(() -> engine.find(id).orElseThrow().waitsFor() != null);
        world.execute("update saga set deadline_at = now() - interval '1 s' where id = '" + id + "'");
        world.transactions.run(() -> engine.poke(subject));
        await().atMost(SOON).until(() -> engine.find(id).orElseThrow().state() == SagaState.COMPENSATING);
        telemetry.counted(
                world.transactions.call(() -> new PostgresSagaStore(world.transactions.dataSource()).census()));
        assertThat(meters.get("oblako.sagas")
                        .tags("saga", name, "state", "compensating")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("oblako.sagas.overdue").tags("saga", name).gauge().value())
                .isEqualTo(1);
        failures.set(-100);
        await().atMost(SOON).until(() -> engine.find(id).orElseThrow().state().isEnd());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(meters.get("oblako.saga")
                                .tags("saga", name, "state", "undone")
                                .timer()
                                .count())
                        .isEqualTo(1));
        assertThat(meters.get("oblako.saga.step")
                        .tags("saga", name, "step", "flaky")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("oblako.saga.step")
                        .tags("saga", name, "step", "undo-never")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.find("oblako.saga.step")
                        .tags("saga", name, "step", "never")
                        .timer())
                .as("it was never done")
                .isNull();
        assertThat(meters.get("oblako.saga.retries")
                        .tags("saga", name, "step", "flaky")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("oblako.saga.retries")
                        .tags("saga", name, "step", "undo-never")
                        .counter()
                        .count())
                .isPositive();
        assertThat(meters.get("oblako.saga.started").functionCounter().count()).isEqualTo(1);
    }
}
