package io.oblako.network.ovsdb.error;

/**
 * The server did not commit a transaction and said why. Nothing of it has been done.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-3.1">RFC 7047, section 3.1, errors</a>
 */
public sealed class TransactionException extends OvsdbException {

    private static final long serialVersionUID = 1L;

    /** {@link #operation()} of an error that arose when the transaction as a whole was to be committed. */
    public static final int AT_COMMIT = -1;

    private final String error;
    private final String details;
    private final int operation;

    private TransactionException(String error, String details, int operation) {
        super(
                operation == AT_COMMIT
                        ? "The transaction was refused at commit: %s: %s".formatted(error, details)
                        : "Operation %d of the transaction was refused: %s: %s".formatted(operation, error, details));
        this.error = error;
        this.details = details;
        this.operation = operation;
    }

    /**
     * The exception for an error of the server.
     *
     * @param error the short word of the protocol
     * @param details the server's sentence, possibly empty
     * @param operation place of the operation in the transaction, or {@link #AT_COMMIT}
     */
    public static TransactionException of(String error, String details, int operation) {
        return switch (error) {
            case "constraint violation", "referential integrity violation" ->
                new ConstraintViolated(error, details, operation);
            case "duplicate uuid" -> new DuplicateUuid(error, details, operation);
            case "timed out" -> new WaitTimedOut(error, details, operation);
            case "not owner" -> new LockNotHeld(error, details, operation);
            case "aborted" -> new Aborted(error, details, operation);
            case "not leader", "not allowed" -> new NotWritable(error, details, operation);
            default -> new TransactionException(error, details, operation);
        };
    }

    /** The protocol's word for the error, such as {@code constraint violation}. */
    public String error() {
        return error;
    }

    /** The server's sentence, for people; possibly empty. */
    public String details() {
        return details;
    }

    /** Place of the failed operation in the transaction, or {@link #AT_COMMIT}. */
    public int operation() {
        return operation;
    }

    /** A unique index, the size of a set, or a strong reference would have been violated. */
    public static final class ConstraintViolated extends TransactionException {
        private static final long serialVersionUID = 1L;

        private ConstraintViolated(String error, String details, int operation) {
            super(error, details, operation);
        }
    }

    /** A row with the identifier that an insert chose exists already: an earlier attempt has been committed. */
    public static final class DuplicateUuid extends TransactionException {
        private static final long serialVersionUID = 1L;

        private DuplicateUuid(String error, String details, int operation) {
            super(error, details, operation);
        }
    }

    /** What a {@code wait} operation waits for did not come true in its time. */
    public static final class WaitTimedOut extends TransactionException {
        private static final long serialVersionUID = 1L;

        private WaitTimedOut(String error, String details, int operation) {
            super(error, details, operation);
        }
    }

    /** The lock that the transaction asserts is not held by this client: another one writes now. */
    public static final class LockNotHeld extends TransactionException {
        private static final long serialVersionUID = 1L;

        private LockNotHeld(String error, String details, int operation) {
            super(error, details, operation);
        }
    }

    /** The transaction contains an {@code abort}. */
    public static final class Aborted extends TransactionException {
        private static final long serialVersionUID = 1L;

        private Aborted(String error, String details, int operation) {
            super(error, details, operation);
        }
    }

    /** This server does not take writes now: it is not the leader of its cluster, or a backup. */
    public static final class NotWritable extends TransactionException {
        private static final long serialVersionUID = 1L;

        private NotWritable(String error, String details, int operation) {
            super(error, details, operation);
        }
    }
}
