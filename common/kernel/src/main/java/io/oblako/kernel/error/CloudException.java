package io.oblako.kernel.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a code for programs, a sentence for the caller and a cause for us. The message is shown to tenants: it
 * says what to change and names no host, path, class or SQL. The cause is only logged.
 */
public final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    public CloudException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public CloudException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }

    /** The sentence for the caller; never absent. */
    public String sentence() {
        String message = getMessage();
        return message == null ? code.kind().title() : message;
    }

    public static CloudException badRequest(String message) {
        return new CloudException(CommonError.INVALID_REQUEST, message);
    }

    public static CloudException notFound(String message) {
        return new CloudException(CommonError.NOT_FOUND, message);
    }

    public static CloudException conflict(String message) {
        return new CloudException(CommonError.CONFLICT, message);
    }

    public static CloudException forbidden(String message) {
        return new CloudException(CommonError.NOT_ALLOWED, message);
    }
}
