package io.oblako.kernel.saga;

import io.oblako.kernel.saga.SagaTurn.Again;
import io.oblako.kernel.saga.SagaTurn.Ended;
import io.oblako.kernel.saga.SagaTurn.Outside;
import io.oblako.kernel.saga.SagaTurn.Rest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded crew of virtual threads that work on sagas, the queue before them and the timers of resting sagas. A saga
 * is in the hands of at most one worker of this process; what arrives meanwhile makes that worker look once more.
 */
final class SagaWorkers {

    private static final Logger LOG = Logger.getLogger(SagaWorkers.class);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Duration INTERRUPTED_CLOSING = Duration.ofSeconds(2);
    /** Pause after the store could not be read or written. */
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    /** Turns of one saga without a rest after which it goes to the end of the queue. */
    private static final int MAX_TURNS = 100;

    /** A saga in our hands. */
    private static final class Held {
        private boolean again;

        @Nullable
        Thread outside;

        private long overdueNanos;
    }

    private final SagaSettings settings;
    private final SagaDriver driver;
    private final ScheduledThreadPoolExecutor timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<UUID, Held> held = new HashMap<>();
    private final Deque<UUID> queue = new ArrayDeque<>();
    private final Map<UUID, ScheduledFuture<?>> timers = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    /** Whether the last saga that was worked on found the store; keeps a lost database from filling the log. */
    private volatile boolean storeAnswers = true;

    private boolean open;
    private int working;
    private long turns;
    private long done;
    private long undone;

    SagaWorkers(SagaSettings settings, SagaDriver driver, ScheduledThreadPoolExecutor timer) {
        this.settings = settings;
        this.driver = driver;
        this.timer = timer;
    }

    void open() {
        locked(() -> open = true);
    }

    boolean hasRoom() {
        return room() > 0;
    }

    /** How many more sagas can be held. */
    int room() {
        lock.lock();
        try {
            return open ? settings.backlog() - held.size() : 0;
        } finally {
            lock.unlock();
        }
    }

    List<UUID> held() {
        lock.lock();
        try {
            return List.copyOf(held.keySet());
        } finally {
            lock.unlock();
        }
    }

    SagaStats stats(long started) {
        lock.lock();
        try {
            return new SagaStats(working, queue.size(), timers.size(), started, turns, done, undone);
        } finally {
            lock.unlock();
        }
    }

    /** Has the saga looked at soon. When there is no room it stays in the database, where the scan finds it. */
    void submit(UUID saga) {
        locked(() -> {
            ScheduledFuture<?> alarm = timers.remove(saga);
            if (alarm != null) {
                alarm.cancel(false);
            }
            Held present = held.get(saga);
            if (present != null) {
                present.again = true;
            } else if (open && held.size() < settings.backlog()) {
                held.put(saga, new Held());
                queue.addLast(saga);
                employ();
            }
        });
    }

    /** Runs something small beside the sagas. */
    void run(Runnable task) {
        Thread.ofVirtual().name("saga-poke").start(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.debug("A poke was lost; who waits for it looks again by itself", e);
            }
        });
    }

    /** Interrupts external steps that run beyond their time. */
    void interruptOverdue() {
        long now = System.nanoTime();
        locked(() -> {
            for (Map.Entry<UUID, Held> entry : held.entrySet()) {
                Held saga = entry.getValue();
                if (saga.outside != null && now - saga.overdueNanos > 0) {
                    LOG.warnf("Saga %s: an external step runs beyond its deadline and is interrupted", entry.getKey());
                    saga.outside.interrupt();
                    saga.overdueNanos = now + CLOSING.toNanos();
                }
            }
        });
    }

    /** Ends the work: present steps first, for a while. */
    void close() {
        locked(() -> {
            open = false;
            queue.clear();
            timers.values().forEach(alarm -> alarm.cancel(false));
            timers.clear();
        });
        if (!awaitIdle(CLOSING)) {
            locked(() -> threads.forEach(Thread::interrupt));
            if (!awaitIdle(INTERRUPTED_CLOSING)) {
                LOG.warnf("%d sagas were still at work when the engine stopped", stats(0).working());
            }
        }
    }

    private boolean awaitIdle(Duration most) {
        long left = most.toNanos();
        lock.lock();
        try {
            while (working > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return working == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void employ() {
        if (working < settings.parallel()) {
            working++;
            threads.add(Thread.ofVirtual().name("saga-worker").start(this::work));
        }
    }

    private void work() {
        UUID saga = next();
        while (saga != null) {
            SagaTurn turn = drive(saga);
            giveBack(saga, turn);
            saga = next();
        }
    }

    private @Nullable UUID next() {
        lock.lock();
        try {
            UUID saga = open ? queue.pollFirst() : null;
            if (saga == null) {
                working--;
                threads.remove(Thread.currentThread());
                idle.signalAll();
            }
            return saga;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(UUID saga, SagaTurn turn) {
        locked(() -> {
            Held mine = held.get(saga);
            boolean lookAgain = (mine != null && mine.again) || turn instanceof Again;
            if (lookAgain && mine != null && open) {
                mine.again = false;
                queue.addLast(saga);
                return;
            }
            held.remove(saga);
            if (turn instanceof Rest rest && open && timers.size() < settings.backlog()) {
                setAlarm(saga, rest.in());
            }
        });
    }

    private void setAlarm(UUID saga, Duration in) {
        try {
            timers.put(saga, timer.schedule(() -> submit(saga), in.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("The engine is stopping; another replica wakes the saga", e);
        }
    }

    /** Works on the saga until it rests, ends or is not ours. */
    private SagaTurn drive(UUID saga) {
        try {
            SagaTurn turn = new Again();
            for (int i = 0; i < MAX_TURNS && turn instanceof Again && isOpen(); i++) {
                turn = driver.turn(saga);
                if (turn instanceof Outside outside) {
                    turn = driver.record(outside, runOutside(outside));
                }
                count(turn);
            }
            storeAnswers = true;
            return turn;
        } catch (RuntimeException | Error e) {
            Logger.Level level = storeAnswers ? Logger.Level.WARN : Logger.Level.DEBUG;
            storeAnswers = false;
            LOG.logf(level, e, "Saga %s could not be worked on; it is tried again", saga);
            Instant soon = Instant.now().plus(AFTER_FAULT);
            return new Rest(soon, AFTER_FAULT);
        }
    }

    private SagaEvent runOutside(Outside outside) {
        SagaRecord saga = outside.saga();
        Duration time = outside.act().undo()
                ? Duration.between(saga.createdAt(), saga.deadline())
                : Duration.between(outside.now(), saga.deadline());
        locked(() -> {
            Held mine = held.get(saga.id());
            if (mine != null) {
                mine.overdueNanos = System.nanoTime() + Math.max(time.toNanos(), AFTER_FAULT.toNanos());
                mine.outside = Thread.currentThread();
            }
        });
        try {
            return driver.runOutside(outside);
        } finally {
            locked(() -> {
                Held mine = held.get(saga.id());
                if (mine != null) {
                    mine.outside = null;
                }
            });
            // An interrupt was meant for the step; recording its outcome must not suffer from it.
            boolean interrupted = Thread.interrupted();
            LOG.tracef("Step %s ended, interrupted: %s", outside.act().gateName(), interrupted);
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void count(SagaTurn turn) {
        locked(() -> {
            turns++;
            if (turn instanceof Ended(SagaState state)) {
                if (state == SagaState.DONE) {
                    done++;
                } else {
                    undone++;
                }
            }
        });
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }
}
