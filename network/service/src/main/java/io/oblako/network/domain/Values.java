package io.oblako.network.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes a resource shall have, by Neutron's names, checked and of the domain's types: what a request gave,
 * laid over the defaults (create) or over what the resource has (change). A record is made from them in one place, its
 * {@code of}.
 */
public final class Values {

    private final Map<String, @Nullable Object> values;
    private final Set<String> given;

    /** @param given the names that the request gave, whatever their values */
    public Values(Map<String, @Nullable Object> values, Set<String> given) {
        this.values = new HashMap<>(values);
        this.given = Set.copyOf(given);
    }

    /** Whether the request gave it, be it as null. */
    public boolean given(String name) {
        return given.contains(name);
    }

    /** The same with one attribute decided by the domain. */
    public Values with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> next = new HashMap<>(values);
        next.put(name, value);
        return new Values(next, given);
    }

    public boolean flag(String name) {
        return required(name, Boolean.class);
    }

    public int number(String name) {
        return required(name, Integer.class);
    }

    public String text(String name) {
        return required(name, String.class);
    }

    public UUID id(String name) {
        return required(name, UUID.class);
    }

    /** Absent when null or nowhere said. */
    public <V> @Nullable V optional(String name, Class<V> type) {
        Object value = values.get(name);
        return value == null ? null : type.cast(value);
    }

    public <V> V required(String name, Class<V> type) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the attribute table gives no value to " + name);
        }
        return type.cast(value);
    }

    /** Empty when null or nowhere said. */
    public <E> List<E> list(String name, Class<E> type) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        return ((List<?>) value).stream().<E>map(type::cast).toList();
    }
}
