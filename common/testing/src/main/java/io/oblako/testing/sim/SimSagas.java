package io.oblako.testing.sim;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaKinds;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.SagaStore.NewSaga;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.saga.Sagas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several simulated replicas of one service that work on the same sagas by the engine's own driver and machine. They
 * crash at any point of any step, stand still for longer than their leases, come back under another name, and find each
 * other's sagas.
 */
public final class SimSagas implements Sagas {

    private final Simulation simulation;
    private final SimDatabase database;
    private final SagaStore store;
    private final SagaSettings settings;
    private final SagaKinds kinds;
    private final List<SimReplica> replicas = new ArrayList<>();

    public SimSagas(
            Simulation simulation, SimDatabase database, SagaStore store, SagaSettings settings, int replicaCount) {
        this(simulation, database, store, settings, replicaCount, UnaryOperator.identity());
    }

    /** @param view how each replica sees the store; for replicas with a planted bug */
    public SimSagas(
            Simulation simulation,
            SimDatabase database,
            SagaStore store,
            SagaSettings settings,
            int replicaCount,
            UnaryOperator<SagaStore> view) {
        this.simulation = simulation;
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.kinds = new SagaKinds(settings.retry());
        for (int i = 0; i < replicaCount; i++) {
            replicas.add(new SimReplica(simulation, database, view.apply(store), settings, kinds, this::poke));
        }
    }

    public void register(Saga<?>... sagas) {
        for (Saga<?> saga : sagas) {
            kinds.add(saga);
        }
    }

    @Override
    public <C> UUID start(Saga<C> saga, String subject, @Nullable ProjectId project, C context) {
        SimReplica replica = anyReplica();
        UUID id = simulation.uuid();
        RequestContext request = RequestContext.current();
        store.insert(new NewSaga(
                id,
                saga.name(),
                subject,
                project,
                request.requestId(),
                request.user(),
                null,
                saga.deadline(),
                saga.steps().getFirst().name(),
                Json.text(context),
                replica.owner(),
                settings.lease()));
        database.afterCommit(() -> replica.submit(id));
        return id;
    }

    @Override
    public void poke(String subject) {
        submit(store.poke(subject));
    }

    @Override
    public List<UUID> cancel(String subject, String reason) {
        List<UUID> asked = store.cancel(subject, reason);
        submit(asked);
        return asked;
    }

    @Override
    public List<SagaView> unfinished(String subject) {
        return store.unfinished(subject).stream()
                .flatMap(id -> store.load(id).stream())
                .map(loaded -> SagaView.of(loaded.saga()))
                .toList();
    }

    /** How often a replica died so far. */
    public long deaths() {
        return replicas.stream().mapToLong(SimReplica::deaths).sum();
    }

    /** The faults end: replicas no longer die or stand still. */
    public void heal() {
        simulation.faults(SimFaults.NONE);
    }

    /** Lets time pass until every saga has ended, or for the given time at most. */
    public boolean runUntilAllEnded(Duration most) {
        Duration passed = Duration.ZERO;
        Duration slice = Duration.ofSeconds(5);
        while (passed.compareTo(most) < 0) {
            simulation.runFor(slice);
            passed = passed.plus(slice);
            if (allEnded()) {
                return true;
            }
        }
        return allEnded();
    }

    public boolean allEnded() {
        return store.list(SagaQuery.unfinished(1)).rows().isEmpty();
    }

    private void submit(List<UUID> sagas) {
        database.afterCommit(() -> sagas.forEach(id -> anyReplica().submit(id)));
    }

    private SimReplica anyReplica() {
        return replicas.get(simulation.random().nextInt(replicas.size()));
    }
}
