package io.oblako.compute.domain;

import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.error.ErrorKind;

/** What can go wrong in compute. Append only. */
public enum ComputeError implements ErrorCode {
    SERVER_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** The server is in a state, or being worked on in a way, that forbids the request now. */
    SERVER_BUSY(ErrorKind.CONFLICT),
    SERVER_LOCKED(ErrorKind.CONFLICT),
    FLAVOR_NOT_FOUND(ErrorKind.NOT_FOUND),
    IMAGE_NOT_USABLE(ErrorKind.BAD_REQUEST),
    FLAVOR_TOO_SMALL(ErrorKind.BAD_REQUEST),
    KEYPAIR_NOT_FOUND(ErrorKind.BAD_REQUEST),
    ZONE_NOT_FOUND(ErrorKind.BAD_REQUEST),
    HOST_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** No host passes the filters; the sentence names the nearest fix. */
    NO_VALID_HOST(ErrorKind.CONFLICT),
    /** A node said that it could not do what was wished. */
    NODE_FAILED(ErrorKind.INTERNAL),
    /** The host of the server does not answer. */
    HOST_UNREACHABLE(ErrorKind.CONFLICT),
    GUEST_CRASHED(ErrorKind.INTERNAL),
    OPERATION_TIMED_OUT(ErrorKind.INTERNAL),
    NOT_RESIZABLE(ErrorKind.BAD_REQUEST),
    CONSOLE_NOT_READY(ErrorKind.CONFLICT),
    OVER_QUOTA(ErrorKind.OVER_QUOTA),
    /** A network, port, fixed IP or security group that cannot be used; the sentence says why. */
    NETWORK_NOT_USABLE(ErrorKind.BAD_REQUEST),
    /** Several networks or groups would do, and none was chosen. */
    NETWORK_AMBIGUOUS(ErrorKind.CONFLICT),
    PORT_IN_USE(ErrorKind.CONFLICT),
    /** The network service could not make or bind a port. */
    PORT_REFUSED(ErrorKind.CONFLICT);

    private final ErrorKind kind;

    ComputeError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
