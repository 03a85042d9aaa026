package io.oblako.kernel.error;

/** Codes that every service can answer with. Append only. */
public enum CommonError implements ErrorCode {
    INVALID_REQUEST(ErrorKind.BAD_REQUEST),
    NOT_AUTHENTICATED(ErrorKind.UNAUTHORIZED),
    NOT_ALLOWED(ErrorKind.FORBIDDEN),
    NOT_FOUND(ErrorKind.NOT_FOUND),
    METHOD_NOT_ALLOWED(ErrorKind.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(ErrorKind.NOT_ACCEPTABLE),
    CONFLICT(ErrorKind.CONFLICT),
    /** Another writer changed the thing first: read it again and decide anew. */
    STALE(ErrorKind.CONFLICT),
    TOO_LARGE(ErrorKind.TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.UNSUPPORTED_MEDIA_TYPE),
    RANGE_NOT_SATISFIABLE(ErrorKind.RANGE_NOT_SATISFIABLE),
    OVER_QUOTA(ErrorKind.OVER_QUOTA),
    TOO_MANY_REQUESTS(ErrorKind.TOO_MANY_REQUESTS),
    INTERNAL(ErrorKind.INTERNAL),
    NOT_IMPLEMENTED(ErrorKind.NOT_IMPLEMENTED),
    UNAVAILABLE(ErrorKind.UNAVAILABLE);

    private final ErrorKind kind;

    CommonError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
