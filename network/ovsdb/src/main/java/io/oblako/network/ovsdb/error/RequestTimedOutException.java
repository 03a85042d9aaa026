package io.oblako.network.ovsdb.error;

/** No answer came in time: whatever was asked may or may not have been done, and may still be. */
public final class RequestTimedOutException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public RequestTimedOutException(String message) {
        super(message);
    }

    public RequestTimedOutException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
