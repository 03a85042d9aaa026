package io.oblako.messaging;

import org.jspecify.annotations.Nullable;

/** A message that can never be understood: it goes to the dead letters, and the partition goes on. */
public final class PoisonMessage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PoisonMessage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
