package io.oblako.kernel.error;

/**
 * A stable word for programs, one enum of them per service. Enums that implement this are append-only: a code that was
 * ever sent keeps its meaning.
 */
public interface ErrorCode {

    /** The word itself, upper case with underscores, for example {@code NO_VALID_HOST}. */
    String name();

    ErrorKind kind();
}
