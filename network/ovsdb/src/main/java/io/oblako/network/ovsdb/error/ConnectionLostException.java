package io.oblako.network.ovsdb.error;

/** The connection ended before the answer came: whatever was asked may or may not have been done. */
public final class ConnectionLostException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public ConnectionLostException(String message) {
        super(message);
    }

    public ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean outcomeUnknown() {
        return true;
    }
}
