package io.oblako.compute.node.hypervisor;

import org.jspecify.annotations.Nullable;

/**
 * Something could not be done to a guest. The message may be shown to the tenant: it names no path and no host. The detail
 * is for operators.
 */
public final class GuestFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What may be done about it. */
    public enum Kind {
        /** Trying again may help: a service was away, a file system was full. */
        TRANSIENT,
        /** Trying again will not help until the wish changes. */
        PERMANENT,
        /** Nobody wants the result any more. */
        CANCELLED
    }

    /** The code of what is asked of a guest that does not run and needs one that does. */
    public static final String NOT_RUNNING = "NOT_RUNNING";

    private final Kind kind;
    private final String code;
    private final String sentence;

    private final @Nullable String detail;

    private GuestFailure(Kind kind, String code, String message, @Nullable String detail, @Nullable Throwable cause) {
        super("%s: %s%s".formatted(code, message, detail == null ? "" : " (" + detail + ")"), cause);
        this.kind = kind;
        this.code = code;
        this.sentence = message;
        this.detail = detail;
    }

    public static GuestFailure permanent(String code, String message) {
        return new GuestFailure(Kind.PERMANENT, code, message, null, null);
    }

    public static GuestFailure permanent(String code, String message, String detail) {
        return new GuestFailure(Kind.PERMANENT, code, message, detail, null);
    }

    public static GuestFailure permanent(String code, String message, Throwable cause) {
        return new GuestFailure(Kind.PERMANENT, code, message, cause.toString(), cause);
    }

    public static GuestFailure passing(String code, String message) {
        return new GuestFailure(Kind.TRANSIENT, code, message, null, null);
    }

    public static GuestFailure passing(String code, String message, String detail) {
        return new GuestFailure(Kind.TRANSIENT, code, message, detail, null);
    }

    public static GuestFailure passing(String code, String message, Throwable cause) {
        return new GuestFailure(Kind.TRANSIENT, code, message, cause.toString(), cause);
    }

    public static GuestFailure cancelled() {
        return new GuestFailure(Kind.CANCELLED, "CANCELLED", "Not wanted any more", null, null);
    }

    public Kind kind() {
        return kind;
    }

    /** A stable word for programs, upper case with underscores. */
    public String code() {
        return code;
    }

    /** For the tenant. */
    public String sentence() {
        return sentence;
    }

    public @Nullable String detail() {
        return detail;
    }
}
