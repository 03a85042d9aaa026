package io.oblako.testing.sim;

import io.oblako.kernel.saga.SagaDriver;
import io.oblako.kernel.saga.SagaEvent;
import io.oblako.kernel.saga.SagaKinds;
import io.oblako.kernel.saga.SagaObserver;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.SagaTurn;
import io.oblako.kernel.saga.StepGate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** One replica: its driver, what it holds in memory, and its deaths. */
final class SimReplica {

    private static final Duration HURRY = Duration.ofMillis(2);
    private static final Duration WORK = Duration.ofMillis(50);
    private static final Duration SCAN_GRACE = Duration.ofMillis(500);
    private static final Duration RESTART = Duration.ofSeconds(4);
    private static final int SCAN_LIMIT = 100;

    private final Simulation simulation;
    private final SimDatabase database;
    private final SagaStore store;
    private final SagaSettings settings;
    private final SagaKinds kinds;
    private final Consumer<String> siblings;
    private final Set<UUID> held = new LinkedHashSet<>();
    private final Set<UUID> again = new LinkedHashSet<>();
    private SagaDriver driver;
    private String owner;
    /** Counts deaths: what a dead incarnation meant to do does not happen. */
    private int incarnation;

    private long standsStillUntil;

    SimReplica(
            Simulation simulation,
            SimDatabase database,
            SagaStore store,
            SagaSettings settings,
            SagaKinds kinds,
            Consumer<String> siblings) {
        this.simulation = simulation;
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.kinds = kinds;
        this.siblings = siblings;
        this.owner = simulation.uuid().toString();
        this.driver = driver();
        scanLater();
        renewLater();
    }

    private SagaDriver driver() {
        return new SagaDriver(
                settings,
                kinds,
                store,
                database,
                new DeadlyGate(),
                owner,
                simulation.clock()::nanoTime,
                subject -> later(HURRY, () -> database.run(() -> siblings.accept(subject))),
                SagaObserver.NOBODY);
    }

    String owner() {
        return owner;
    }

    int deaths() {
        return incarnation;
    }

    void submit(UUID saga) {
        if (!held.add(saga)) {
            again.add(saga);
            return;
        }
        later(HURRY, () -> turn(saga));
    }

    private void turn(UUID saga) {
        after(saga, driver.turn(saga));
    }

    private void after(UUID saga, SagaTurn turn) {
        switch (turn) {
            case SagaTurn.Again _ -> later(HURRY, () -> turn(saga));
            case SagaTurn.Outside outside ->
                later(WORK, () -> {
                    SagaEvent event = driver.runOutside(outside);
                    standStillSometimes();
                    later(WORK, () -> after(saga, driver.record(outside, event)));
                });
            case SagaTurn.Rest rest -> {
                giveBack(saga);
                simulation.in(rest.in(), guarded(() -> submit(saga)));
            }
            case SagaTurn.Ended _, SagaTurn.HadEnded _, SagaTurn.Left _ -> giveBack(saga);
        }
    }

    private void giveBack(UUID saga) {
        held.remove(saga);
        if (again.remove(saga)) {
            submit(saga);
        }
    }

    private void scanLater() {
        later(settings.scan(), () -> {
            database.call(() -> store.due(kinds.names(), SCAN_GRACE, SCAN_LIMIT))
                    .forEach(this::submit);
            scanLater();
        });
    }

    private void renewLater() {
        simulation.in(settings.lease().dividedBy(3), guarded(() -> {
            database.run(() -> store.renew(owner, held, settings.lease()));
            renewLater();
        }));
    }

    private void later(Duration most, Runnable task) {
        simulation.soon(most, guarded(task));
    }

    /** A task of this incarnation: it waits while the process stands still, and may be the last one. */
    private Runnable guarded(Runnable task) {
        int mine = incarnation;
        return () -> {
            if (mine != incarnation) {
                return;
            }
            long still = standsStillUntil - simulation.clock().nanoTime();
            if (still > 0) {
                simulation.in(Duration.ofNanos(still), guarded(task));
                return;
            }
            try {
                task.run();
            } catch (SimCrash _) {
                die();
            }
        };
    }

    private void die() {
        incarnation++;
        held.clear();
        again.clear();
        owner = simulation.uuid().toString();
        driver = driver();
        // Pokes that reach it meanwhile are looked at when it is back, as the scan would find them.
        Duration away =
                Duration.ofNanos((long) (RESTART.toNanos() * simulation.random().nextDouble()));
        standsStillUntil = simulation.clock().nanoTime() + away.toNanos();
        scanLater();
        renewLater();
    }

    private void standStillSometimes() {
        if (simulation.chance(simulation.faults().pause())) {
            Duration pause =
                    settings.lease().multipliedBy(1 + simulation.random().nextInt(3));
            standsStillUntil = simulation.clock().nanoTime() + pause.toNanos();
        }
    }

    /** Behind this gate a process may die. */
    private final class DeadlyGate implements StepGate {

        @Override
        public boolean armed() {
            return simulation.faults().crash() > 0;
        }

        @Override
        public Order before(String saga, String step) {
            return perhapsDie(saga, step);
        }

        @Override
        public Order afterEffect(String saga, String step) {
            return perhapsDie(saga, step);
        }

        @Override
        public void afterCommit(String saga, String step) {
            perhapsDie(saga, step);
        }

        private Order perhapsDie(String saga, String step) {
            if (simulation.chance(simulation.faults().crash())) {
                throw new SimCrash(saga + '.' + step);
            }
            return Order.GO;
        }
    }
}
