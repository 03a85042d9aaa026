package io.oblako.identity.domain.catalog;

import java.util.Map;

/** An entry of the catalog, for example of type {@code compute}. */
public record Service(
        String id, String type, String name, String description, boolean enabled, Map<String, Object> extra) {

    public Service {
        extra = Map.copyOf(extra);
    }
}
