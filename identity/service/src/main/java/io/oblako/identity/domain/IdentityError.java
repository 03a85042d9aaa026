package io.oblako.identity.domain;

import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.error.ErrorKind;

/** What identity answers besides the common codes. Append only. */
public enum IdentityError implements ErrorCode {
    /** A log-in that failed, for whatever reason: the caller never learns which (security row ID-13). */
    LOGIN_REFUSED(ErrorKind.UNAUTHORIZED),
    /** A token named in the request that is not (or no longer) valid. */
    TOKEN_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** The name is taken. */
    NAME_TAKEN(ErrorKind.CONFLICT),
    /** The log-in server refuses the new password: too short, or used before. */
    PASSWORD_REFUSED(ErrorKind.BAD_REQUEST),
    /** The log-in server does not answer. */
    LOGIN_SERVER_UNAVAILABLE(ErrorKind.UNAVAILABLE),
    /** Something else still refers to it. */
    STILL_USED(ErrorKind.FORBIDDEN);

    private final ErrorKind kind;

    IdentityError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
