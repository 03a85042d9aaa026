package io.oblako.network.ovsdb.error;

/** The peer sent what the protocol does not allow, or more than the limits allow. The connection is dropped. */
public final class ProtocolException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
