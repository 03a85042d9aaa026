package io.oblako.kernel.saga;

import java.util.UUID;

/** Another worker wrote the saga first. What this transaction did is rolled back; the other one goes on. */
public final class StaleSagaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleSagaException(UUID saga) {
        super("Saga %s was written by another worker".formatted(saga), null, false, false);
    }
}
