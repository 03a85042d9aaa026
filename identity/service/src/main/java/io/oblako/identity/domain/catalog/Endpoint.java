package io.oblako.identity.domain.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a service answers.
 *
 * @param face {@code public}, {@code internal} or {@code admin}
 * @param url given to clients literally: placeholders are never expanded (security row ID-22)
 */
public record Endpoint(
        String id,
        String serviceId,
        @Nullable String regionId,
        String face,
        String url,
        boolean enabled,
        Map<String, Object> extra) {

    public Endpoint {
        extra = Map.copyOf(extra);
    }
}
