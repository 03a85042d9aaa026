package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs sagas in this process. A saga begins right after the transaction that started it, goes on at once when something
 * it waits for arrives, and is taken over by any replica when its process dies. Nothing polls but one query per
 * {@link SagaSettings#scan} for the sagas of dead processes. All methods are thread-safe.
 */
public final class SagaEngine implements Sagas, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SagaEngine.class);
    /** How long a timer of the process that put a saga to rest is given before others wake it. */
    private static final Duration SCAN_GRACE = Duration.ofMillis(500);

    /** How often the sagas that have not ended are counted for an observer. */
    public static final Duration CENSUS = Duration.ofSeconds(10);

    private static final Duration PURGE_PAUSE = Duration.ofMinutes(10);
    private static final int PURGE_BATCH = 5000;
    private static final int PURGE_BATCHES = 20;
    private static final int MAX_SUBJECT_CHARS = 255;
    private static final int MAX_REASON_CHARS = 500;
    private static final int UNFINISHED_LIMIT = 100;

    private final SagaSettings settings;
    private final SagaStore store;
    private final Transactions transactions;
    private final StepGate gate;
    private final Supplier<UUID> ids;
    private final SagaObserver observer;
    private final SagaKinds kinds;
    private final String owner;
    private final SagaWorkers workers;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicLong started = new AtomicLong();
    private volatile boolean running;
    private volatile boolean storeAnswers = true;

    public SagaEngine(SagaSettings settings, SagaStore store, Transactions transactions, StepGate gate) {
        this(settings, store, transactions, gate, UUID::randomUUID, SagaObserver.NOBODY);
    }

    /** @param ids makes the ids of sagas and of this incarnation of the engine */
    public SagaEngine(
            SagaSettings settings,
            SagaStore store,
            Transactions transactions,
            StepGate gate,
            Supplier<UUID> ids,
            SagaObserver observer) {
        this.settings = settings;
        this.store = store;
        this.transactions = transactions;
        this.gate = gate;
        this.ids = ids;
        this.observer = observer;
        this.kinds = new SagaKinds(settings.retry());
        this.owner = ids.get().toString();
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("saga-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        SagaDriver driver = new SagaDriver(
                settings, kinds, store, transactions, gate, owner, System::nanoTime, this::pokeLater, observer);
        this.workers = new SagaWorkers(settings, driver, timer);
    }

    /** Makes sagas known; all of a service are registered before {@link #start()}. */
    public void register(Saga<?>... sagas) {
        for (Saga<?> saga : sagas) {
            kinds.add(saga);
        }
    }

    /** Begins to work: on the sagas started here, and on those that others left behind. */
    public synchronized void start() {
        if (running) {
            return;
        }
        if (gate.armed()) {
            LOG.warn("The step gate is armed: sagas can be stopped, failed and killed from outside. Tests only.");
        }
        running = true;
        workers.open();
        long scan = settings.scan().toMillis();
        long renewal = settings.lease().toMillis() / 3;
        timer.scheduleWithFixedDelay(guarded(this::scan), 0, scan, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(guarded(this::renew), renewal, renewal, TimeUnit.MILLISECONDS);
        if (observer != SagaObserver.NOBODY) {
            timer.scheduleWithFixedDelay(guarded(this::census), 0, CENSUS.toMillis(), TimeUnit.MILLISECONDS);
        }
        timer.scheduleWithFixedDelay(
                guarded(this::purge), PURGE_PAUSE.toMillis(), PURGE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public <C> UUID start(Saga<C> saga, String subject, @Nullable ProjectId project, C context) {
        kinds.require(saga);
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT_CHARS) {
            throw new IllegalArgumentException("The subject of a saga has 1 to 255 characters");
        }
        UUID id = ids.get();
        RequestContext request = RequestContext.current();
        String worker = running && workers.hasRoom() ? owner : null;
        store.insert(new SagaStore.NewSaga(
                id,
                saga.name(),
                subject,
                project,
                request.requestId(),
                request.user(),
                observer.trace(),
                saga.deadline(),
                saga.steps().getFirst().name(),
                Json.text(context),
                worker,
                settings.lease()));
        transactions.afterCommit(() -> {
            started.incrementAndGet();
            workers.submit(id);
        });
        return id;
    }

    @Override
    public void poke(String subject) {
        submitAfterCommit(store.poke(subject));
    }

    @Override
    public List<UUID> cancel(String subject, String reason) {
        List<UUID> asked = store.cancel(subject, shortened(reason));
        submitAfterCommit(asked);
        return asked;
    }

    /** Asks one saga to turn back, in the transaction of the caller. False when it does not run, or was asked before. */
    public boolean cancel(UUID saga, String reason) {
        boolean asked = store.cancel(saga, shortened(reason));
        if (asked) {
            submitAfterCommit(List.of(saga));
        }
        return asked;
    }

    @Override
    public List<SagaView> unfinished(String subject) {
        return store.list(SagaQuery.unfinished(UNFINISHED_LIMIT).about(subject))
                .map(SagaView::of)
                .rows()
                .reversed();
    }

    /** One saga, read in a transaction of its own. */
    public Optional<SagaView> find(UUID id) {
        return transactions.call(() -> store.load(id).map(loaded -> SagaView.of(loaded.saga())));
    }

    /** Sagas, youngest first, read in a transaction of their own. */
    public Page<SagaView> list(SagaQuery query) {
        return transactions.call(() -> store.list(query).map(SagaView::of));
    }

    /** The names of a saga's steps in the order in which they are done; empty when this engine does not know it. */
    public List<String> steps(String name) {
        SagaKinds.Kind<?> kind = kinds.of(name);
        return kind == null
                ? List.of()
                : kind.saga().steps().stream().map(Step::name).toList();
    }

    public SagaStats stats() {
        return workers.stats(started.get());
    }

    /**
     * Stops taking sagas up, lets the present steps end for up to ten seconds, interrupts the rest, and gives the sagas
     * up, so that another replica goes on with them at once.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (!running) {
                timer.shutdownNow();
                return;
            }
            running = false;
        }
        timer.shutdownNow();
        workers.close();
        try {
            transactions.run(() -> store.release(owner));
        } catch (RuntimeException e) {
            LOG.warnf(e, "Sagas could not be handed over; others take them up within %s", settings.lease());
        }
    }

    private void submitAfterCommit(List<UUID> sagas) {
        if (!sagas.isEmpty()) {
            transactions.afterCommit(() -> sagas.forEach(workers::submit));
        }
    }

    private void pokeLater(String subject) {
        workers.run(() -> transactions.run(() -> poke(subject)));
    }

    private void scan() {
        int room = workers.room();
        if (room > 0) {
            transactions.call(() -> store.due(kinds.names(), SCAN_GRACE, room)).forEach(workers::submit);
        }
    }

    private void renew() {
        workers.interruptOverdue();
        List<UUID> held = workers.held();
        if (!held.isEmpty()) {
            transactions.run(() -> store.renew(owner, held, settings.lease()));
        }
    }

    private void census() {
        observer.counted(transactions.call(store::census));
    }

    private void purge() {
        for (int i = 0; i < PURGE_BATCHES; i++) {
            int gone = transactions.call(() -> store.purge(settings.keep(), settings.keepMost(), PURGE_BATCH));
            if (gone < PURGE_BATCH) {
                return;
            }
        }
    }

    /** A task of the timer must not throw, or it would never run again. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
                if (!storeAnswers) {
                    storeAnswers = true;
                    LOG.info("The saga store answers again");
                }
            } catch (RuntimeException e) {
                if (storeAnswers && running) {
                    storeAnswers = false;
                    LOG.warn("The saga store does not answer; sagas rest until it does", e);
                }
            }
        };
    }

    private static String shortened(String reason) {
        String clean = reason.replace('\0', ' ');
        return clean.length() <= MAX_REASON_CHARS ? clean : clean.substring(0, MAX_REASON_CHARS);
    }
}
