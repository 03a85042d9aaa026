package io.oblako.testing.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.RetryPolicy;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaEvent;
import io.oblako.kernel.saga.SagaMachine;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.SagaStore.NewSaga;
import io.oblako.kernel.saga.StaleSagaException;
import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every saga store does; the real one and the one of the simulation both pass it. */
public abstract class SagaStoreContract {

    private static final Duration LEASE = Duration.ofMillis(400);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Saga<String> SAGA = Saga.named("contract", String.class, DEADLINE)
            .step("one", (context, _) -> Outcome.done(context), (context, _) -> Outcome.done(context))
            .step("two", (context, _) -> Outcome.done(context))
            .build();
    private static final SagaMachine MACHINE = new SagaMachine(SAGA, RetryPolicy.STANDARD);

    /** An empty store. */
    protected abstract SagaStore store();

    protected abstract Transactions transactions();

    protected abstract void passTime(Duration time);

    private final UUID id = UUID.randomUUID();

    private <T> T tx(Supplier<T> work) {
        return transactions().call(work);
    }

    private void insert(UUID saga, String subject, @Nullable String owner) {
        transactions()
                .run(() -> store().insert(new NewSaga(
                        saga,
                        "contract",
                        subject,
                        new ProjectId("p1"),
                        "req-1",
                        "u1",
                        TRACE,
                        DEADLINE,
                        "one",
                        "\"begin\"",
                        owner,
                        LEASE)));
    }

    private SagaRecord load(UUID saga) {
        return tx(() -> store().load(saga).orElseThrow().saga());
    }

    private SagaRecord change(UUID saga, UnaryOperator<SagaRecord> change) {
        return tx(
                () -> store().save(change.apply(store().load(saga).orElseThrow().saga())));
    }

    private SagaRecord waiting(SagaRecord saga, Instant now) {
        SagaRecord begun = MACHINE.apply(saga, new SagaEvent.Begun(now)).saga();
        return MACHINE.apply(begun, new SagaEvent.StepWaits(now, "\"w\"", "rain", Duration.ofMinutes(5)))
                .saga();
    }

    private void makeWait(UUID saga) {
        change(saga, it -> waiting(it, it.createdAt()).released());
    }

    private void end(UUID saga) {
        change(saga, it -> {
            SagaRecord one = MACHINE.apply(it, new SagaEvent.StepDone(it.createdAt(), "\"1\""))
                    .saga();
            return MACHINE.apply(one, new SagaEvent.StepDone(it.createdAt(), "\"2\""))
                    .saga();
        });
    }

    private List<UUID> due(Duration grace) {
        return tx(() -> store().due(Set.of("contract"), grace, 100));
    }

    @Test
    void aNewSagaStandsBeforeItsFirstStep() {
        insert(id, "s", null);
        SagaStore.Loaded loaded = tx(() -> store().load(id).orElseThrow());
        SagaRecord saga = loaded.saga();
        assertThat(saga.state()).isEqualTo(SagaState.RUNNING);
        assertThat(saga.step()).isEqualTo("one");
        assertThat(saga.context()).isEqualTo("\"begin\"");
        assertThat(saga.project()).isEqualTo(new ProjectId("p1"));
        assertThat(saga.requestId()).isEqualTo("req-1");
        assertThat(saga.head().user()).isEqualTo("u1");
        assertThat(saga.head().traceparent()).isEqualTo(TRACE);
        assertThat(saga.deadline()).isEqualTo(saga.createdAt().plus(DEADLINE));
        assertThat(saga.wakeAt()).isEqualTo(saga.createdAt());
        assertThat(saga.lease()).isNull();
        assertThat(loaded.now()).isAfterOrEqualTo(saga.createdAt());
        assertThat(tx(() -> store().load(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void whatIsSavedIsReadAgain() {
        insert(id, "s", "me");
        SagaRecord saved = change(id, it -> waiting(it, it.createdAt()));
        SagaRecord read = load(id);
        assertThat(read).isEqualTo(saved);
        assertThat(read.version()).isEqualTo(1);
        assertThat(read.journal()).singleElement().satisfies(trace -> {
            assertThat(trace.step()).isEqualTo("one");
            assertThat(trace.attempts()).isEqualTo(1);
            assertThat(trace.touched()).isTrue();
            assertThat(trace.waitsFor()).isEqualTo("rain");
        });
        assertThat(read.lease()).isNotNull();
    }

    @Test
    void aFailureIsReadAgain() {
        insert(id, "s", "me");
        SagaRecord saved = change(
                id,
                it -> MACHINE.apply(it, new SagaEvent.StepFailed(it.createdAt(), "NO", "Say please"))
                        .saga());
        assertThat(saved.state()).isEqualTo(SagaState.UNDONE);
        assertThat(load(id)).isEqualTo(saved);
        assertThat(load(id).failure()).isNotNull();
        assertThat(load(id).wakeAt()).isNull();
    }

    @Test
    void ofTwoWritersTheSecondLoses() {
        insert(id, "s", null);
        SagaRecord read = load(id);
        change(id, saga -> saga);
        assertThatThrownBy(() -> tx(() -> store().save(read))).isInstanceOf(StaleSagaException.class);
        assertThat(load(id).version()).isEqualTo(1);
    }

    @Test
    void aRolledBackTransactionLeavesNothing() {
        insert(id, "s", null);
        UUID other = UUID.randomUUID();
        assertThatThrownBy(() -> transactions().run(() -> {
                    insert(other, "s", null);
                    store().cancel("s", "no");
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(tx(() -> store().load(other))).isEmpty();
        assertThat(load(id).cancelReason()).isNull();
    }

    @Test
    void aPokeMakesAWaitingSagaDue() {
        insert(id, "s", "me");
        makeWait(id);
        assertThat(due(Duration.ZERO)).isEmpty();
        assertThat(tx(() -> store().poke("another"))).isEmpty();
        assertThat(tx(() -> store().poke("s"))).containsExactly(id);
        assertThat(due(Duration.ZERO)).containsExactly(id);
    }

    @Test
    void aPokeThatComesBeforeTheWaitIsRecordedIsNotLost() {
        insert(id, "s", "me");
        SagaRecord read = load(id);
        tx(() -> store().poke("s"));
        SagaRecord saved = tx(() -> store().save(waiting(read, read.createdAt()).released()));
        assertThat(saved.pokes()).isEqualTo(1);
        assertThat(due(Duration.ZERO)).containsExactly(id);
    }

    @Test
    void aCancellationThatComesBeforeTheWriteIsNotLost() {
        insert(id, "s", "me");
        SagaRecord read = load(id);
        assertThat(tx(() -> store().cancel("s", "I want it back"))).containsExactly(id);
        SagaRecord saved = tx(() -> store().save(waiting(read, read.createdAt()).released()));
        assertThat(saved.cancelReason()).isEqualTo("I want it back");
        assertThat(due(Duration.ZERO)).containsExactly(id);
    }

    @Test
    void onlyARunningSagaIsCancelledAndOnlyOnce() {
        insert(id, "s", null);
        assertThat(tx(() -> store().cancel(id, "first"))).isTrue();
        assertThat(tx(() -> store().cancel(id, "second"))).isFalse();
        assertThat(load(id).cancelReason()).isEqualTo("first");
        UUID done = UUID.randomUUID();
        insert(done, "t", null);
        end(done);
        assertThat(tx(() -> store().cancel("t", "late"))).isEmpty();
        assertThat(tx(() -> store().poke("t"))).isEmpty();
    }

    @Test
    void aLeasedSagaIsDueOnceItsLeaseHasRunOut() {
        insert(id, "s", "me");
        passTime(Duration.ofMillis(2));
        UUID free = UUID.randomUUID();
        insert(free, "s", null);
        assertThat(due(Duration.ZERO)).containsExactly(free);
        passTime(LEASE.plusMillis(50));
        assertThat(due(Duration.ZERO)).containsExactly(id, free);
        transactions().run(() -> store().renew("me", List.of(id, free), LEASE));
        assertThat(due(Duration.ZERO)).containsExactly(free);
        assertThat(load(free).lease()).as("not mine to renew").isNull();
        transactions().run(() -> store().release("me"));
        assertThat(due(Duration.ZERO)).containsExactly(id, free);
        assertThat(due(Duration.ofHours(1))).as("with an hour's grace").isEmpty();
        assertThat(tx(() -> store().due(Set.of("other"), Duration.ZERO, 10))).isEmpty();
        assertThat(tx(() -> store().due(Set.of("contract"), Duration.ZERO, 1))).containsExactly(id);
    }

    @Test
    void theUnfinishedOfASubjectAreFound() {
        UUID done = UUID.randomUUID();
        insert(id, "s", null);
        insert(done, "s", null);
        end(done);
        assertThat(tx(() -> store().unfinished("s"))).containsExactly(id);
        assertThat(load(done).state()).isEqualTo(SagaState.DONE);
    }

    @Test
    void listsArePagedYoungestFirst() {
        List<UUID> sagas = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sagas.add(UUID.randomUUID());
            insert(sagas.get(i), "s" + i % 2, null);
            passTime(Duration.ofMillis(2));
        }
        end(sagas.get(4));
        Page<SagaRecord> first = list(SagaQuery.all(2));
        assertThat(first.rows()).extracting(SagaRecord::id).containsExactly(sagas.get(4), sagas.get(3));
        assertThat(first.more()).isTrue();
        Page<SagaRecord> last = list(SagaQuery.all(3).after(sagas.get(3)));
        assertThat(last.rows()).extracting(SagaRecord::id).containsExactly(sagas.get(2), sagas.get(1), sagas.get(0));
        assertThat(last.more()).isFalse();
        assertThat(list(SagaQuery.unfinished(9)).rows()).hasSize(4);
        assertThat(list(SagaQuery.failed(9)).rows()).isEmpty();
        assertThat(list(SagaQuery.all(9).in(SagaState.DONE, SagaState.RUNNING)).rows())
                .hasSize(5);
        assertThat(list(SagaQuery.all(9).about("s1")).rows()).hasSize(2);
        assertThat(list(SagaQuery.all(9).ofRequest("req-1")).rows()).hasSize(5);
        assertThat(list(SagaQuery.all(9).ofRequest("req-2")).rows()).isEmpty();
        assertThat(list(SagaQuery.all(9).called("contract").of(new ProjectId("p1")))
                        .rows())
                .hasSize(5);
        assertThat(list(SagaQuery.all(9).of(new ProjectId("p2"))).rows()).isEmpty();
        assertThat(list(SagaQuery.all(9).after(UUID.randomUUID())).rows()).isEmpty();
    }

    @Test
    void sagasThatHaveNotEndedAreCountedAndThosePastTheirDeadlineFound() {
        UUID late = UUID.randomUUID();
        transactions()
                .run(() -> store().insert(new NewSaga(
                        late, "short", "s", null, "req-2", null, null, Duration.ofMillis(1), "one", "1", null, LEASE)));
        for (UUID saga : List.of(id, UUID.randomUUID(), UUID.randomUUID())) {
            insert(saga, "s", null);
        }
        end(id);
        passTime(Duration.ofMillis(5));
        assertThat(tx(() -> store().census()))
                .containsExactlyInAnyOrder(
                        new SagaCount("contract", SagaState.RUNNING, 2, 0),
                        new SagaCount("short", SagaState.RUNNING, 1, 1));
        assertThat(list(SagaQuery.all(9).pastDeadline()).rows())
                .extracting(SagaRecord::id)
                .containsExactly(late);
    }

    private Page<SagaRecord> list(SagaQuery query) {
        return tx(() -> store().list(query));
    }

    @Test
    void endedSagasAreKeptForATimeAndUpToANumber() {
        List<UUID> sagas = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sagas.add(UUID.randomUUID());
            insert(sagas.get(i), "s", null);
            passTime(Duration.ofMillis(5));
            if (i > 0) {
                end(sagas.get(i));
            }
        }
        assertThat(tx(() -> store().purge(Duration.ofHours(1), 10, 10))).isZero();
        assertThat(tx(() -> store().purge(Duration.ofHours(1), 3, 10))).isEqualTo(1);
        assertThat(tx(() -> store().load(sagas.get(1)))).isEmpty();
        passTime(Duration.ofMillis(50));
        assertThat(tx(() -> store().purge(Duration.ofMillis(20), 10, 2))).isEqualTo(2);
        assertThat(tx(() -> store().purge(Duration.ofMillis(20), 10, 2))).isEqualTo(1);
        assertThat(list(SagaQuery.all(9)).rows()).extracting(SagaRecord::id).containsExactly(sagas.get(0));
    }
}
