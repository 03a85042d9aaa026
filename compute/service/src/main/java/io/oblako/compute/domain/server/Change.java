package io.oblako.compute.domain.server;

import org.jspecify.annotations.Nullable;

/** A value to be set, possibly to none. An absent Change leaves what is there. */
public record Change<T>(@Nullable T to) {

    public static <T> Change<T> to(T value) {
        return new Change<>(value);
    }

    public static <T> Change<T> none() {
        return new Change<>(null);
    }
}
