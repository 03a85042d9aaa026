package io.oblako.testing.sim;

import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.tx.Transactions;
import io.oblako.testing.saga.SagaStoreContract;
import java.time.Duration;

class MapSagaStoreTest extends SagaStoreContract {

    private final SimDatabase database = new SimDatabase(new SimClock());
    private final SagaStore store = new MapSagaStore(database);

    @Override
    protected SagaStore store() {
        return store;
    }

    @Override
    protected Transactions transactions() {
        return database;
    }

    @Override
    protected void passTime(Duration time) {
        database.passTime(time);
    }
}
