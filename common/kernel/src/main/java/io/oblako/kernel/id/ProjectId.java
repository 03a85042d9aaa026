package io.oblako.kernel.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The project (tenant) that owns a thing. An id of the identity service: 1 to 64 letters, digits, dashes and underscores. */
public record ProjectId(@JsonValue String value) {

    public ProjectId {
        Ids.identity("project", value);
    }

    @JsonCreator
    public static ProjectId of(String value) {
        return new ProjectId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
