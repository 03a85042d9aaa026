package io.oblako.testing.saga;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.saga.Step;
import io.oblako.kernel.saga.StepGate;
import io.oblako.kernel.saga.StepTrace;
import io.oblako.messaging.saga.PostgresSagaStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine over a real PostgreSQL. */
class SagaEngineIT {

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    record Note(String name, int steps) {
        Outcome<Note> next() {
            return Outcome.done(new Note(name, steps + 1));
        }
    }

    private static final Duration LONG = Duration.ofMinutes(1);
    private static SagaPostgres postgres;
    private final List<SagaEngine> engines = new ArrayList<>();

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

    @AfterEach
    void stop() {
        engines.forEach(SagaEngine::close);
    }

    private SagaEngine engine(SagaSettings settings, Saga<?>... sagas) {
        SagaEngine engine = new SagaEngine(
                settings,
                new PostgresSagaStore(postgres.transactions().dataSource()),
                postgres.transactions(),
                StepGate.OPEN);
        engine.register(sagas);
        engine.start();
        engines.add(engine);
        return engine;
    }

    private static <T> T tx(Supplier<T> work) {
        return postgres.transactions().call(work);
    }

    private static UUID start(SagaEngine engine, Saga<Note> saga, String subject) {
        return tx(() -> engine.start(saga, subject, new ProjectId("p"), new Note(subject, 0)));
    }

    private static SagaView ended(SagaEngine engine, UUID saga) {
        return await().atMost(20, SECONDS)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> engine.find(saga).orElseThrow(),
                        view -> view.state().isEnd());
    }

    private static Step.Action<Note> noting(String step) {
        return (note, _) -> {
            postgres.note(note.name() + '.' + step);
            return note.next();
        };
    }

    private static Saga<Note> fiveSteps() {
        Saga.Builder<Note> saga = Saga.named("five", Note.class, LONG);
        for (int i = 1; i <= 5; i++) {
            saga.step("step-" + i, noting("step-" + i), noting("undo-" + i));
        }
        return saga.build();
    }

    @Test
    void stepsThatFollowEachOtherAtOnceShareOneTransaction() {
        Saga<Note> five = fiveSteps();
        SagaEngine engine = engine(SagaSettings.STANDARD.withScan(LONG), five);
        int before = postgres.transactions().begun();
        UUID id = start(engine, five, "a");
        await().atMost(30, SECONDS).until(() -> engine.stats().done() == 1);
        assertThat(postgres.transactions().begun() - before)
                .as("the caller's, the steps', and at most one scan")
                .isBetween(2, 3);
        SagaView view = engine.find(id).orElseThrow();
        assertThat(view.state()).isEqualTo(SagaState.DONE);
        assertThat(view.runs())
                .extracting(StepTrace::step)
                .containsExactly("step-1", "step-2", "step-3", "step-4", "step-5");
        assertThat(view.runs()).allMatch(run -> run.attempts() == 1 && run.endedAt() != null);
        assertThat(postgres.notes("a.%")).isEqualTo(5);
    }

    @Test
    void aSagaThatIsLookedAtAgainAfterItsEndIsCountedOnce() {
        AtomicInteger looks = new AtomicInteger();
        SagaEngine[] poked = new SagaEngine[1];
        Saga<Note> one = Saga.named("one", Note.class, LONG)
                .step("only", (note, _) -> {
                    looks.incrementAndGet();
                    poked[0].poke(note.name());
                    return note.next();
                })
                .build();
        poked[0] = engine(SagaSettings.STANDARD.withScan(LONG), one);
        start(poked[0], one, "a");
        await().atMost(30, SECONDS)
                .until(() -> poked[0].stats().turns() > 1 && poked[0].stats().working() == 0);
        assertThat(looks).hasValue(1);
        assertThat(poked[0].stats().done()).isEqualTo(1);
    }

    @Test
    void withoutBatchingEachStepIsATransaction() {
        Saga<Note> five = fiveSteps();
        SagaEngine engine = engine(SagaSettings.STANDARD.withScan(LONG).withBatching(false), five);
        int before = postgres.transactions().begun();
        start(engine, five, "a");
        await().atMost(30, SECONDS).until(() -> engine.stats().done() == 1);
        assertThat(postgres.transactions().begun() - before).isBetween(6, 7);
    }

    @Test
    void anArmedGateSplitsTheTransactionSoThatThereIsSomethingBetweenTwoSteps(@TempDir Path gate) throws IOException {
        Path stop = Files.writeString(gate.resolve("five.step-2.after-commit"), "stop");
        Saga<Note> five = fiveSteps();
        SagaEngine engine = new SagaEngine(
                SagaSettings.STANDARD,
                new PostgresSagaStore(postgres.transactions().dataSource()),
                postgres.transactions(),
                new FileStepGate(gate));
        engine.register(five);
        engine.start();
        engines.add(engine);
        UUID id = start(engine, five, "a");
        await().atMost(30, SECONDS).until(() -> Files.exists(gate.resolve("five.step-2.after-commit.reached")));
        assertThat(postgres.notes("a.%")).isEqualTo(2);
        assertThat(engine.find(id).orElseThrow().step()).isEqualTo("step-3");
        Files.delete(stop);
        assertThat(ended(engine, id).state()).isEqualTo(SagaState.DONE);
        assertThat(postgres.notes("a.%")).isEqualTo(5);
    }

    @Test
    void aRolledBackRequestStartsNothing() {
        Saga<Note> five = fiveSteps();
        SagaEngine engine = engine(SagaSettings.STANDARD, five);
        assertThatThrownBy(() -> tx(() -> {
                    engine.start(five, "a", null, new Note("a", 0));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(engine.list(SagaQuery.all(10)).rows()).isEmpty();
        assertThat(engine.stats().started()).isZero();
    }

    @Test
    void aFailedStepUndoesThoseBeforeItAndItsOwnWritesAreRolledBack() {
        AtomicInteger told = new AtomicInteger();
        Saga<Note> saga = Saga.named("fails", Note.class, LONG)
                .step("one", noting("do-one"), noting("undo-one"))
                .step("two", noting("do-two"))
                .step(
                        "three",
                        (note, _) -> {
                            postgres.note("a.rolled-back");
                            throw CloudException.conflict("There is no room");
                        },
                        noting("undo-three"))
                .whenUndone((note, failure, run) -> {
                    postgres.note("a.end." + failure.code());
                    told.incrementAndGet();
                })
                .build();
        SagaEngine engine = engine(SagaSettings.STANDARD, saga);
        SagaView view = ended(engine, start(engine, saga, "a"));
        assertThat(view.state()).isEqualTo(SagaState.UNDONE);
        assertThat(view.failure()).isEqualTo(new SagaFailure("three", "CONFLICT", "There is no room"));
        assertThat(postgres.notes("a.do-one")).isEqualTo(1);
        assertThat(postgres.notes("a.undo-one")).isEqualTo(1);
        assertThat(postgres.notes("a.rolled-back")).isZero();
        assertThat(postgres.notes("a.undo-three"))
                .as("nothing to undo: it never was")
                .isZero();
        assertThat(postgres.notes("a.end.CONFLICT")).isEqualTo(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void aPassingFaultIsRepeatedAndAnUnexpectedOneIsBounded() {
        AtomicInteger passing = new AtomicInteger();
        AtomicInteger bug = new AtomicInteger();
        Saga<Note> saga = Saga.named("falters", Note.class, LONG)
                .step("passing", (note, _) -> {
                    if (passing.incrementAndGet() < 3) {
                        throw new CloudException(CommonError.UNAVAILABLE, "Not now");
                    }
                    return note.next();
                })
                .external("bug", (note, _) -> {
                    bug.incrementAndGet();
                    throw new ArithmeticException("on purpose");
                })
                .build();
        SagaEngine engine = engine(SagaSettings.STANDARD, saga);
        SagaView view = ended(engine, start(engine, saga, "a"));
        assertThat(passing).hasValue(3);
        assertThat(bug).hasValue(3);
        assertThat(view.failure()).isNotNull();
        assertThat(view.failure().code()).isEqualTo("INTERNAL");
        assertThat(view.failure().message()).doesNotContain("on purpose");
        assertThat(view.runs().get(1).error()).contains("ArithmeticException");
    }

    @Test
    void aPokeEndsAWaitAtOnce() {
        AtomicBoolean arrived = new AtomicBoolean();
        Saga<Note> saga = waitingFor(arrived);
        SagaEngine engine = engine(SagaSettings.STANDARD, saga);
        UUID id = start(engine, saga, "a");
        await().atMost(30, SECONDS)
                .until(() -> "the post".equals(engine.find(id).orElseThrow().waitsFor()));
        arrived.set(true);
        postgres.transactions().run(() -> engine.poke("a"));
        SagaView view = ended(engine, id);
        assertThat(view.state()).isEqualTo(SagaState.DONE);
        assertThat(view.runs().getFirst().attempts()).isEqualTo(2);
    }

    @Test
    void aPokeOnAnotherReplicaEndsTheWaitThere() {
        AtomicBoolean arrived = new AtomicBoolean();
        Saga<Note> saga = waitingFor(arrived);
        SagaEngine first = engine(SagaSettings.STANDARD, saga);
        SagaEngine second = engine(SagaSettings.STANDARD, saga);
        UUID id = start(first, saga, "a");
        await().atMost(30, SECONDS)
                .until(() -> "the post".equals(first.find(id).orElseThrow().waitsFor()));
        arrived.set(true);
        postgres.transactions().run(() -> second.poke("a"));
        assertThat(ended(first, id).state()).isEqualTo(SagaState.DONE);
        assertThat(second.stats().done()).isEqualTo(1);
    }

    private static Saga<Note> waitingFor(AtomicBoolean arrived) {
        return Saga.named("waits", Note.class, LONG)
                .step(
                        "post",
                        (note, _) ->
                                arrived.get() ? note.next() : Outcome.waiting(note, "the post", Duration.ofSeconds(50)),
                        noting("undo-post"))
                .build();
    }

    @Test
    void aCancelledSagaTurnsBackAndASiblingGoesOn() {
        Saga<Note> waits = waitingFor(new AtomicBoolean());
        AtomicInteger looks = new AtomicInteger();
        SagaEngine[] engine = new SagaEngine[1];
        Saga<Note> delete = Saga.named("delete", Note.class, LONG)
                .step("wait-for-others", (note, _) -> {
                    looks.incrementAndGet();
                    return engine[0].unfinished(note.name()).size() == 1
                            ? note.next()
                            : Outcome.waiting(note, "the others", Duration.ofSeconds(50));
                })
                .build();
        engine[0] = engine(SagaSettings.STANDARD, waits, delete);
        UUID first = start(engine[0], waits, "a");
        await().atMost(30, SECONDS)
                .until(() ->
                        "the post".equals(engine[0].find(first).orElseThrow().waitsFor()));
        UUID second = tx(() -> {
            assertThat(engine[0].cancel("a", "It is being deleted")).containsExactly(first);
            return engine[0].start(delete, "a", null, new Note("a", 0));
        });
        SagaView turned = ended(engine[0], first);
        assertThat(turned.failure()).isEqualTo(new SagaFailure("post", SagaFailure.CANCELLED, "It is being deleted"));
        assertThat(postgres.notes("a.undo-post")).isEqualTo(1);
        assertThat(ended(engine[0], second).state()).isEqualTo(SagaState.DONE);
        assertThat(looks.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void theDeadlineEndsAWait() {
        Saga<Note> saga = Saga.named("late", Note.class, Duration.ofMillis(400))
                .step("post", (note, _) -> Outcome.waiting(note, "the post", Duration.ofSeconds(50)))
                .build();
        SagaEngine engine = engine(SagaSettings.STANDARD, saga);
        SagaView view = ended(engine, start(engine, saga, "a"));
        assertThat(view.failure()).isNotNull();
        assertThat(view.failure().code()).isEqualTo(SagaFailure.DEADLINE);
        assertThat(view.failure().message()).contains("the post");
    }

    @Test
    void anExternalStepBeyondTheDeadlineIsInterrupted() {
        Saga<Note> saga = Saga.named("hangs", Note.class, Duration.ofMillis(600))
                .external("hang", (note, _) -> {
                    try {
                        Thread.sleep(Duration.ofMinutes(1));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("Interrupted", e);
                    }
                    return note.next();
                })
                .build();
        SagaEngine engine = engine(SagaSettings.STANDARD.withLease(Duration.ofMillis(900)), saga);
        SagaView view = ended(engine, start(engine, saga, "a"));
        assertThat(view.failure().code()).isEqualTo(SagaFailure.DEADLINE);
    }

    @Test
    void aSagaOfADeadProcessIsResumedWithinTenSeconds() throws InterruptedException {
        CountDownLatch inStep = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Saga<Note> saga = Saga.named("dies", Note.class, LONG)
                .step("one", noting("one"))
                .external("two", (note, run) -> {
                    if (runs.incrementAndGet() == 1) {
                        inStep.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException("the dead do not speak", e);
                        }
                    }
                    assertThat(run.epoch()).isEqualTo(2);
                    assertThat(run.attempt()).isEqualTo(2);
                    return note.next();
                })
                .build();
        // The first engine never renews, as a process that is dead, and never learns that it is.
        SagaEngine dead = engine(SagaSettings.STANDARD.withLease(Duration.ofSeconds(8)), saga);
        UUID id = start(dead, saga, "a");
        assertThat(inStep.await(30, SECONDS)).isTrue();
        postgres.transactions().run(() -> postgres.execute("update saga set lease_owner = 'a process that died'"));
        SagaEngine alive = engine(SagaSettings.STANDARD, saga);
        SagaView view = ended(alive, id);
        assertThat(view.state()).isEqualTo(SagaState.DONE);
        never.countDown();
        assertThat(postgres.notes("a.one")).isEqualTo(1);
        assertThat(ended(dead, id)).isEqualTo(view);
    }

    @Test
    void aStoppedEngineHandsItsSagasOverAtOnce() throws InterruptedException {
        CountDownLatch inStep = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Saga<Note> saga = Saga.named("handed-over", Note.class, LONG)
                .external("slow", (note, _) -> {
                    inStep.countDown();
                    try {
                        goOn.await(30, SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return note.next();
                })
                .step("after", noting("after"))
                .build();
        // Longer than this test waits: only what is handed over goes on.
        SagaEngine first = engine(SagaSettings.STANDARD.withLease(Duration.ofMinutes(5)), saga);
        UUID id = start(first, saga, "a");
        assertThat(inStep.await(30, SECONDS)).isTrue();
        Thread closing = Thread.ofPlatform().start(first::close);
        await().atMost(30, SECONDS).until(() -> WAITING.contains(closing.getState()));
        goOn.countDown();
        closing.join();
        assertThat(first.find(id).orElseThrow().state()).isEqualTo(SagaState.RUNNING);
        SagaEngine second = engine(SagaSettings.STANDARD, saga);
        assertThat(ended(second, id).runs()).extracting(StepTrace::attempts).containsExactly(1, 1);
    }

    @Test
    void theRequestOfTheStarterGoesWithTheSaga() {
        List<RequestContext> seen = new ArrayList<>();
        Saga<Note> saga = Saga.named("asked", Note.class, LONG)
                .step("look", (note, _) -> {
                    seen.add(RequestContext.current());
                    return note.next();
                })
                .build();
        SagaEngine engine = engine(SagaSettings.STANDARD, saga);
        RequestContext request = RequestContext.fresh().with("p", "u");
        UUID id = request.get(() -> start(engine, saga, "a"));
        ended(engine, id);
        assertThat(seen).containsExactly(request);
        assertThat(engine.list(SagaQuery.all(5).ofRequest(request.requestId())).rows())
                .extracting(SagaView::id)
                .containsExactly(id);
    }

    @Test
    void aThousandSagasCostLittle() {
        Saga<Note> five = fiveSteps();
        SagaEngine engine = engine(SagaSettings.STANDARD.withParallel(8), five);
        burst(engine, five, "warm", 500);
        var cpu = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = cpu.getProcessCpuTime();
        long began = System.nanoTime();
        burst(engine, five, "hot", 1000);
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMillis = (cpu.getProcessCpuTime() - cpuBefore) / 1e9;
        System.out.printf("sagas of five steps: %.0f/s, %.2f ms CPU of this process each%n", 1000 / seconds, cpuMillis);
        assertThat(1000 / seconds).isGreaterThan(50);
        assertThat(postgres.notes("hot%")).isEqualTo(5000);
    }

    private static void burst(SagaEngine engine, Saga<Note> saga, String name, int count) {
        long before = engine.stats().done();
        for (int i = 0; i < count; i++) {
            start(engine, saga, name + i);
        }
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> engine.stats().done() == before + count);
    }
}
