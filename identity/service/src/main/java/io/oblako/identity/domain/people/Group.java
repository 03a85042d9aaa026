package io.oblako.identity.domain.people;

import java.util.Map;

/** Users who get roles together. */
public record Group(String id, String domainId, String name, String description, Map<String, Object> extra) {

    public Group {
        extra = Map.copyOf(extra);
    }

    public Group withId(String newId) {
        return new Group(newId, domainId, name, description, extra);
    }
}
