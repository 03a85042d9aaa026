package io.oblako.network.ovsdb.error;

/** The database lacks tables or columns that its user needs; the message names all of them. */
public final class SchemaMismatchException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    public SchemaMismatchException(String message) {
        super(message);
    }

    public SchemaMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
