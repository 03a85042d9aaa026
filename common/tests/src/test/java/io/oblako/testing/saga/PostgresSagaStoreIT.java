package io.oblako.testing.saga;

import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.saga.PostgresSagaStore;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresSagaStoreIT extends SagaStoreContract {

    private static SagaPostgres postgres;

    @BeforeAll
    static void open() {
        postgres = new SagaPostgres();
    }

    @AfterAll
    static void close() throws SQLException {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        postgres.transactions().run(() -> postgres.execute("truncate saga"));
    }

    @Override
    protected SagaStore store() {
        return new PostgresSagaStore(postgres.transactions().dataSource());
    }

    @Override
    protected Transactions transactions() {
        return postgres.transactions();
    }

    @Override
    protected void passTime(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
