package io.oblako.compute.node.qmp;

import java.io.IOException;

/** QEMU understood a command and said no. */
public final class QmpRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final String errorClass;

    QmpRefused(String command, String errorClass, String description) {
        super(command + ": " + description);
        this.errorClass = errorClass;
    }

    /** QEMU's class of error, for example {@code GenericError}. */
    public String errorClass() {
        return errorClass;
    }
}
