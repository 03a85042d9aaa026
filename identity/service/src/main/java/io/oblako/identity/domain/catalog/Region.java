package io.oblako.identity.domain.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of the cloud with endpoints of its own. */
public record Region(String id, @Nullable String parentRegionId, String description, Map<String, Object> extra) {

    public Region {
        extra = Map.copyOf(extra);
    }
}
