package io.oblako.kernel.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code for programs, a sentence for the caller and a cause for us. The message is shown to tenants: it
 * says what to change and names no host, path, class or SQL. The cause is only logged.
 */
public final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final transient @Nullable Duration retryAfter;

    public CloudException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public CloudException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    private CloudException(ErrorCode code, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
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

    /** How long the caller does well to wait, for the header Retry-After; empty when nothing is known of it. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public static CloudException tooManyRequests(String message, Duration retryAfter) {
        return new CloudException(CommonError.TOO_MANY_REQUESTS, message, null, retryAfter);
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
