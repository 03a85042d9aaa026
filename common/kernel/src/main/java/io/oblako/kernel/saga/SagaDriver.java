package io.oblako.kernel.saga;

import io.oblako.kernel.saga.SagaEffect.Act;
import io.oblako.kernel.saga.SagaEffect.Over;
import io.oblako.kernel.saga.SagaEffect.Sleep;
import io.oblako.kernel.saga.SagaEvent.Begun;
import io.oblako.kernel.saga.SagaEvent.Looked;
import io.oblako.kernel.saga.SagaEvent.StepDone;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import io.oblako.kernel.saga.SagaEvent.StepWaits;
import io.oblako.kernel.saga.SagaKinds.Kind;
import io.oblako.kernel.saga.SagaMachine.Transition;
import io.oblako.kernel.saga.StepGate.Order;
import io.oblako.kernel.saga.StepRunner.Aborted;
import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker's turns at sagas, without threads, clocks or queues of its own: the engine calls it from many threads, the
 * simulation from one. A turn is one short transaction that runs as many steps as follow each other at once, or one step
 * while the gate is armed. What an external step does lies between two turns.
 */
public final class SagaDriver {

    private final SagaSettings settings;
    private final SagaKinds kinds;
    private final SagaStore store;
    private final Transactions transactions;
    private final StepGate gate;
    private final StepRunner runner;
    private final String owner;
    private final LongSupplier nanoTime;
    private final Consumer<String> siblings;
    private final SagaObserver observer;

    /**
     * @param owner this incarnation of this process; another one after a restart
     * @param nanoTime runs at the pace of the database's clock; only differences count
     * @param siblings is told a subject of which one saga has ended while others have not: they want a poke
     * @param observer is told what was done
     */
    public SagaDriver(
            SagaSettings settings,
            SagaKinds kinds,
            SagaStore store,
            Transactions transactions,
            StepGate gate,
            String owner,
            LongSupplier nanoTime,
            Consumer<String> siblings,
            SagaObserver observer) {
        this.settings = settings;
        this.kinds = kinds;
        this.store = store;
        this.transactions = transactions;
        this.gate = gate;
        this.runner = new StepRunner(gate, observer);
        this.owner = owner;
        this.nanoTime = nanoTime;
        this.siblings = siblings;
        this.observer = observer;
    }

    private record Peek(String saga, Act act) {}

    /** How far a transaction came, for whoever has to explain why it rolled back. */
    private static final class Progress {
        private int begun;
        private long version = -1;
        private Instant now = Instant.EPOCH;

        @Nullable
        Act act;
    }

    /**
     * Does what is to be done now.
     *
     * @throws RuntimeException when the store cannot be read or written; the saga is then found again once its lease has
     *     run out
     */
    public SagaTurn turn(UUID id) {
        if (!gate.armed()) {
            return turn(id, settings.batching() ? Integer.MAX_VALUE : 1, Order.GO);
        }
        Peek next = peek(id).orElse(null);
        if (next == null || next.act().external()) {
            return turn(id, 0, Order.GO);
        }
        SagaTurn turn = turn(id, 1, gate.before(next.saga(), next.act().gateName()));
        gate.afterCommit(next.saga(), next.act().gateName());
        return turn;
    }

    private SagaTurn turn(UUID id, int mostSteps, Order order) {
        Progress progress = new Progress();
        try {
            return transactions.call(() -> inside(id, mostSteps, order, progress));
        } catch (StaleSagaException _) {
            return new SagaTurn.Again();
        } catch (RuntimeException fault) {
            Act act = progress.act;
            if (act == null) {
                throw fault;
            }
            if (progress.begun > 1) {
                // What went well before it is committed first: a step that waits at the gate of a failing one would
                // otherwise be repeated with it.
                int before = fault instanceof Aborted ? progress.begun - 1 : 1;
                return turn(id, before, Order.GO);
            }
            SagaEvent event =
                    fault instanceof Aborted aborted ? aborted.event() : SagaFaults.event(fault, progress.now);
            Throwable cause = fault instanceof Aborted ? fault.getCause() : fault;
            return transactions.call(() -> failedInside(id, progress.version, act, event, cause));
        }
    }

    private SagaTurn inside(UUID id, int mostSteps, Order order, Progress progress) {
        SagaStore.Loaded loaded = store.load(id).orElse(null);
        Kind<?> kind = loaded == null ? null : kinds.of(loaded.saga().name());
        if (loaded == null || kind == null) {
            return new SagaTurn.Left();
        }
        if (loaded.saga().state().isEnd()) {
            return new SagaTurn.HadEnded(loaded.saga().state());
        }
        if (!loaded.saga().freeFor(owner, loaded.now()) || !kind.machine().knows(loaded.saga())) {
            return new SagaTurn.Left();
        }
        return SagaLog.within(loaded.saga(), () -> steps(kind, loaded, mostSteps, order, progress));
    }

    private SagaTurn steps(Kind<?> kind, SagaStore.Loaded loaded, int mostSteps, Order order, Progress progress) {
        long began = nanoTime.getAsLong();
        SagaRecord before = loaded.saga();
        progress.version = before.version();
        SagaRecord held = before.heldBy(owner, loaded.now().plus(settings.lease()));
        Instant now = loaded.now();
        Transition transition = kind.machine().apply(held, new Looked(now));
        if (transition.effect() instanceof Sleep(Instant until) && before.lease() == null) {
            return new SagaTurn.Rest(until, Duration.between(now, until));
        }
        while (transition.effect() instanceof Act act && !act.external() && progress.begun < mostSteps) {
            progress.begun++;
            progress.act = act;
            progress.now = now;
            transition = runInside(kind, transition.saga(), act, now, began, loaded.now(), order);
            now = later(loaded.now(), began);
        }
        return write(kind, before, transition, now);
    }

    private Transition runInside(
            Kind<?> kind, SagaRecord saga, Act act, Instant now, long began, Instant loadedAt, Order order) {
        SagaRecord begun = kind.machine().apply(saga, new Begun(now)).saga();
        SagaEvent event = runner.run(kind, begun, act, now, order);
        Instant at = later(loadedAt, began);
        return switch (event) {
            case StepDone done -> kind.machine().apply(begun, new StepDone(at, done.context()));
            case StepWaits waits ->
                kind.machine()
                        .apply(begun, new StepWaits(at, waits.context(), waits.whatFor(), waits.lookAgainAfter()));
            case StepFailed failed -> throw new Aborted(failed, null);
            case StepFaltered faltered -> throw new Aborted(faltered, null);
            case Looked _, Begun _ -> throw new IllegalStateException("No outcome of a step");
        };
    }

    /** What would be done now. */
    private Optional<Peek> peek(UUID id) {
        return transactions.call(() -> {
            SagaStore.Loaded loaded = store.load(id).orElse(null);
            Kind<?> kind = loaded == null ? null : kinds.of(loaded.saga().name());
            if (loaded == null || kind == null || !kind.machine().knows(loaded.saga())) {
                return Optional.empty();
            }
            Transition next = kind.machine().apply(loaded.saga(), new Looked(loaded.now()));
            return next.effect() instanceof Act act
                    ? Optional.of(new Peek(loaded.saga().name(), act))
                    : Optional.empty();
        });
    }

    /** Writes where the saga is now and says what follows. */
    private SagaTurn write(Kind<?> kind, SagaRecord before, Transition transition, Instant now) {
        return switch (transition.effect()) {
            case Over _ -> {
                SagaRecord ended = save(before, transition.saga());
                if (!store.unfinished(ended.subject()).isEmpty()) {
                    transactions.afterCommit(() -> siblings.accept(ended.subject()));
                }
                SagaLog.ended(ended);
                yield new SagaTurn.Ended(ended.state());
            }
            case Sleep _ -> {
                SagaRecord resting = save(before, transition.saga().released());
                Instant wake = resting.wakeAt() == null ? now : resting.wakeAt();
                yield wake.isAfter(now) ? new SagaTurn.Rest(wake, Duration.between(now, wake)) : new SagaTurn.Again();
            }
            case Act act -> {
                if (!act.external()) {
                    save(before, transition.saga());
                    yield new SagaTurn.Again();
                }
                SagaRecord announced = save(
                        before,
                        kind.machine().apply(transition.saga(), new Begun(now)).saga());
                boolean cancelledMeanwhile =
                        announced.cancelReason() != null && transition.saga().cancelReason() == null;
                yield cancelledMeanwhile ? new SagaTurn.Again() : new SagaTurn.Outside(announced, act, now);
            }
        };
    }

    private SagaRecord save(SagaRecord before, SagaRecord after) {
        SagaRecord saved = store.save(after);
        transactions.afterCommit(() -> observer.committed(before, saved));
        return saved;
    }

    private SagaTurn failedInside(UUID id, long version, Act act, SagaEvent event, @Nullable Throwable cause) {
        SagaStore.Loaded loaded = store.load(id).orElse(null);
        if (loaded == null) {
            return new SagaTurn.Left();
        }
        SagaRecord saga = loaded.saga();
        Kind<?> kind = kinds.of(saga.name());
        if (kind == null || saga.version() != version || !saga.freeFor(owner, loaded.now())) {
            return new SagaTurn.Again();
        }
        return SagaLog.within(saga, () -> {
            Instant now = loaded.now();
            SagaRecord held = saga.heldBy(owner, now.plus(settings.lease()));
            // A cancellation or the deadline may have come since the step began; then it turns back for that reason.
            Transition looked = kind.machine().apply(held, new Looked(now));
            if (!(looked.effect() instanceof Act again) || !again.equals(act)) {
                return write(kind, saga, looked, now);
            }
            SagaRecord begun =
                    kind.machine().apply(looked.saga(), new Begun(now)).saga();
            Transition after = kind.machine().apply(begun, at(event, now));
            SagaLog.failed(begun, after.saga(), act, event, cause);
            return write(kind, saga, after, now);
        });
    }

    /** Runs the external step. It never throws for a fault of the step: that is an outcome too. */
    public SagaEvent runOutside(SagaTurn.Outside outside) {
        SagaRecord saga = outside.saga();
        Act act = outside.act();
        Kind<?> kind = kinds.of(saga.name());
        if (kind == null) {
            throw new IllegalStateException("The saga %s is not registered".formatted(saga.name()));
        }
        return SagaLog.within(saga, () -> {
            Order before = gate.armed() ? gate.before(saga.name(), act.gateName()) : Order.GO;
            return runner.run(kind, saga, act, outside.now(), before);
        });
    }

    /** Records what an external step brought, if the saga is still ours. */
    public SagaTurn record(SagaTurn.Outside outside, SagaEvent event) {
        SagaRecord saga = outside.saga();
        SagaTurn turn;
        try {
            turn = transactions.call(() -> recordInside(outside, event));
        } catch (StaleSagaException _) {
            return new SagaTurn.Left();
        }
        if (gate.armed()) {
            gate.afterCommit(saga.name(), outside.act().gateName());
        }
        return turn;
    }

    private SagaTurn recordInside(SagaTurn.Outside outside, SagaEvent event) {
        SagaStore.Loaded loaded = store.load(outside.saga().id()).orElse(null);
        Kind<?> kind = kinds.of(outside.saga().name());
        if (loaded == null || kind == null) {
            return new SagaTurn.Left();
        }
        SagaRecord saga = loaded.saga();
        SagaLease lease = saga.lease();
        if (lease == null
                || !lease.owner().equals(owner)
                || saga.epoch() != outside.saga().epoch()) {
            return new SagaTurn.Left();
        }
        // Pokes that came while the step ran count: it may have looked before they came.
        SagaRecord held = saga.heldBy(owner, loaded.now().plus(settings.lease()))
                .withPokes(outside.saga().pokes());
        Transition after = kind.machine().apply(held, at(event, loaded.now()));
        return SagaLog.within(saga, () -> {
            SagaLog.failed(held, after.saga(), outside.act(), event, null);
            return write(kind, saga, after, loaded.now());
        });
    }

    private static SagaEvent at(SagaEvent event, Instant now) {
        return switch (event) {
            case Looked _ -> new Looked(now);
            case Begun _ -> new Begun(now);
            case StepDone done -> new StepDone(now, done.context());
            case StepWaits waits -> new StepWaits(now, waits.context(), waits.whatFor(), waits.lookAgainAfter());
            case StepFailed failed -> new StepFailed(now, failed.code(), failed.message());
            case StepFaltered faltered ->
                new StepFaltered(now, faltered.why(), faltered.after(), faltered.unexpected());
        };
    }

    private Instant later(Instant loaded, long began) {
        return loaded.plusNanos(nanoTime.getAsLong() - began);
    }
}
