package io.oblako.kernel.error;

/** What went wrong, as the caller sees it; each kind is one HTTP status (RFC 9110 §15). */
public enum ErrorKind {
    /** The request can never work as it is. */
    BAD_REQUEST(400, "Bad Request"),
    /** No token, or one that is not valid (any more). */
    UNAUTHORIZED(401, "Unauthorized"),
    /** Visible to the caller, but not allowed. */
    FORBIDDEN(403, "Forbidden"),
    /** Absent, or another tenant's: the two must look the same. */
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    /** A microversion or a representation that is not offered. */
    NOT_ACCEPTABLE(406, "Not Acceptable"),
    /** The state of the thing forbids it now. */
    CONFLICT(409, "Conflict"),
    GONE(410, "Gone"),
    PRECONDITION_FAILED(412, "Precondition Failed"),
    TOO_LARGE(413, "Request Entity Too Large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    RANGE_NOT_SATISFIABLE(416, "Requested Range Not Satisfiable"),
    /** A quota would be passed. Nova answers 403, Glance 413; each service's fault format decides. */
    OVER_QUOTA(403, "Forbidden"),
    TOO_MANY_REQUESTS(429, "Too Many Requests"),
    /** Always our bug. */
    INTERNAL(500, "Internal Server Error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    /** Something that is needed is not there just now: try later. */
    UNAVAILABLE(503, "Service Unavailable");

    private final int status;
    private final String title;

    ErrorKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The reason phrase that OpenStack's fault bodies carry. */
    public String title() {
        return title;
    }
}
