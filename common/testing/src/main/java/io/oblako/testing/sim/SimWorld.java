package io.oblako.testing.sim;

import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.tx.Transactions;
import io.oblako.testing.saga.SagaWorld;
import java.time.Duration;
import java.util.Map;

/**
 * A world of simulated tables: what remains to be said is the saga, its context and what lies outside. The fingerprint
 * is the content of all tables but those of the sagas.
 */
public abstract class SimWorld<C> implements SagaWorld<C> {

    private final SimDatabase database = new SimDatabase(new SimClock());
    private final SagaStore store = new MapSagaStore(database);

    protected final SimDatabase database() {
        return database;
    }

    @Override
    public final SagaStore store() {
        return store;
    }

    @Override
    public final Transactions transactions() {
        return database;
    }

    @Override
    public final void passTime(Duration time) {
        database.passTime(time);
    }

    @Override
    public Object fingerprint() {
        return Map.copyOf(database.contents(MapSagaStore.TABLE, MapSagaStore.ENDED_TABLE));
    }
}
