package io.oblako.compute.persistence;

import io.oblako.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Immutable values that many rows repeat as the same JSON text (a flavor, an image): each is parsed once. Thread-safe;
 * bounded.
 */
final class Interned<T> {

    private static final int MOST = 512;

    private final Class<T> type;
    private final Map<String, T> values = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST;
        }
    };

    Interned(Class<T> type) {
        this.type = type;
    }

    T of(String json) {
        synchronized (values) {
            T known = values.get(json);
            if (known != null) {
                return known;
            }
        }
        T read = Json.read(json, type);
        synchronized (values) {
            values.put(json, read);
        }
        return read;
    }
}
