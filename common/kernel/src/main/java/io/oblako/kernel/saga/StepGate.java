package io.oblako.kernel.saga;

/**
 * Where tests take hold of a running saga: every step can be stopped, failed, killed or repeated before its action,
 * after its effect and after its commit. Production has {@link #OPEN}.
 */
public interface StepGate {

    /** What the step is to do after the gate. */
    enum Order {
        GO,
        /** Run the action once more with the same context, as after a crash that lost the outcome. */
        REPEAT,
        /** Behave as if the action had failed here. */
        FAIL
    }

    StepGate OPEN = new StepGate() {
        @Override
        public boolean armed() {
            return false;
        }

        @Override
        public Order before(String saga, String step) {
            return Order.GO;
        }

        @Override
        public Order afterEffect(String saga, String step) {
            return Order.GO;
        }

        @Override
        public void afterCommit(String saga, String step) {
            // Nobody waits here.
        }
    };

    /** While armed, each step is a transaction of its own, so that there is something between two steps. */
    boolean armed();

    /**
     * Outside of any transaction, before the action.
     *
     * @param step name of the step; its undo is called {@code undo-} and the name; the ends {@code when-done} and
     *     {@code when-undone}
     */
    Order before(String saga, String step);

    /** After the action and before its commit; for an external step, before the transaction that records it. */
    Order afterEffect(String saga, String step);

    /** After the outcome was committed. */
    void afterCommit(String saga, String step);
}
