package io.oblako.kernel.tx;

import java.util.function.Supplier;

/**
 * Where one database transaction begins and ends. State, outgoing messages, the mark of the incoming one and quota
 * commit together in it. The services run it over JTA, the simulation over its own store.
 */
public interface Transactions {

    /** Runs the work in a transaction (the one of this thread, or a new one): commits when it returns, rolls back when it throws. */
    <T> T call(Supplier<T> work);

    default void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** Whether this thread is in a transaction: then it does not wait for another server, a row of ours would wait with it. */
    boolean open();

    /**
     * Runs the task once the transaction of this thread has committed, or at once when there is none. It never runs when
     * the transaction rolls back. The task must be short and must not throw: it wakes somebody.
     */
    void afterCommit(Runnable task);
}
