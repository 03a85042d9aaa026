package io.oblako.kernel.saga;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sagas a service knows, by name, each with its machine. Thread-safe. */
public final class SagaKinds {

    /** A saga and what decides about it. */
    record Kind<C>(Saga<C> saga, SagaMachine machine) {}

    private final Map<String, Kind<?>> kinds = new ConcurrentHashMap<>();
    private final RetryPolicy retry;

    public SagaKinds(RetryPolicy retry) {
        this.retry = retry;
    }

    /** @throws IllegalArgumentException when another saga has the name */
    public void add(Saga<?> saga) {
        Kind<?> before = kinds.putIfAbsent(saga.name(), kind(saga));
        if (before != null && before.saga() != saga) {
            throw new IllegalArgumentException("Two sagas are called " + saga.name());
        }
    }

    public Set<String> names() {
        return Set.copyOf(kinds.keySet());
    }

    /** @throws IllegalArgumentException when the saga was not added */
    void require(Saga<?> saga) {
        Kind<?> kind = kinds.get(saga.name());
        if (kind == null || kind.saga() != saga) {
            throw new IllegalArgumentException("The saga %s is not registered".formatted(saga.name()));
        }
    }

    @Nullable
    Kind<?> of(String name) {
        return kinds.get(name);
    }

    private <C> Kind<C> kind(Saga<C> saga) {
        return new Kind<>(saga, new SagaMachine(saga, retry));
    }
}
