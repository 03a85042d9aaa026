package io.oblako.image.domain.store;

import java.util.UUID;

/** The name of stored bytes. Never reused: each upload gets a new one. */
public record ObjectKey(UUID value) {

    public static ObjectKey of(UUID value) {
        return new ObjectKey(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
