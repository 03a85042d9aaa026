package io.oblako.network.ovsdb.error;

/** The server refused the request as a whole, as with an unknown database. Nothing was done. */
public final class RequestRefusedException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public RequestRefusedException(String message) {
        super(message);
    }

    public RequestRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
