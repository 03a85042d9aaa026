package io.oblako.network.ovsdb.error;

/**
 * Something between us and an OVSDB server failed. The subclass says what the caller may conclude; of one that says
 * {@link #outcomeUnknown()} a transaction may or may not have been committed.
 */
public abstract class OvsdbException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvsdbException(String message) {
        super(message);
    }

    OvsdbException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the request may have taken effect although no answer came. */
    public boolean outcomeUnknown() {
        return false;
    }
}
