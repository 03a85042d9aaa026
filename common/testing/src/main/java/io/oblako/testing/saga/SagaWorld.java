package io.oblako.testing.saga;

import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.tx.Transactions;
import java.time.Duration;

/**
 * One saga and all that it acts on, made afresh for each case of {@link SagaSuite}. Two fresh worlds are alike: the same
 * context, the same ids, the same fingerprint. What steps write is taken back when the transaction throws, as in
 * {@link io.oblako.testing.sim.SimDatabase} or a real one; what external steps do is not.
 */
public interface SagaWorld<C> {

    Saga<C> saga();

    /** The context it starts with. */
    C context();

    default String subject() {
        return "subject";
    }

    SagaStore store();

    Transactions transactions();

    /** Lets time pass for the store; a simulated clock jumps. */
    void passTime(Duration time);

    /**
     * Everything the saga may change, as a value with {@code equals} and {@code toString}: rows, allocations, quota,
     * files, processes; without sagas themselves, and without what tells of a failure (status ERROR and its fault), so
     * that a saga that failed and was undone leaves the fingerprint of before.
     */
    Object fingerprint();

    /** The outside does what it was asked for: called whenever the saga waits or pauses. */
    default void answer() {}

    /**
     * Whether the action may run twice with the same context, which the step gate does. A step that shares a transaction
     * never meets that in production, so a world may exempt it and say why.
     *
     * @param gateName name of the step, or {@code undo-} and the name
     */
    default boolean mayRepeat(String gateName) {
        return true;
    }
}
