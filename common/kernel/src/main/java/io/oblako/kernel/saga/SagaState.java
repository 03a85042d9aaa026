package io.oblako.kernel.saga;

/** Where a saga stands. Only DONE and UNDONE are ends. */
public enum SagaState {
    /** Doing its steps in order. */
    RUNNING(false),
    /** Undoing its steps in reverse order. */
    COMPENSATING(false),
    /** An undo has failed many times. It is still repeated, for ever and with long pauses; it may need a hand. */
    STUCK(false),
    /** Every step is done. */
    DONE(true),
    /** Every step that was done is undone again. */
    UNDONE(true);

    private final boolean end;

    SagaState(boolean end) {
        this.end = end;
    }

    public boolean isEnd() {
        return end;
    }
}
