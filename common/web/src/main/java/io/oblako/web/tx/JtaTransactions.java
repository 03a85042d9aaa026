package io.oblako.web.tx;

import io.oblako.kernel.tx.Transactions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Transactions of JTA: everything that Hibernate, the outbox and the saga store do in one commits at once. */
@ApplicationScoped
public class JtaTransactions implements Transactions {

    private static final Logger LOG = Logger.getLogger(JtaTransactions.class);

    private final TransactionSynchronizationRegistry registry;

    JtaTransactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T call(Supplier<T> work) {
        return QuarkusTransaction.joiningExisting().call(work::get);
    }

    @Override
    public boolean open() {
        return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void afterCommit(Runnable task) {
        int now = registry.getTransactionStatus();
        if (now == Status.STATUS_NO_TRANSACTION) {
            task.run();
            return;
        }
        if (now != Status.STATUS_ACTIVE) {
            return; // It is rolling back.
        }
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    wake(task);
                }
            }
        });
    }

    private static void wake(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task after a commit failed; the periodic round will make up for it", e);
        }
    }
}
