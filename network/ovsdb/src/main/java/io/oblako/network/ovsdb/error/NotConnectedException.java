package io.oblako.network.ovsdb.error;

/** No usable server: nothing was sent, so nothing has happened. The message names the last reason. */
public final class NotConnectedException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public NotConnectedException(String message) {
        super(message);
    }

    public NotConnectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
