package io.oblako.kernel.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The domain that users and projects live in; {@code default} always exists. An id of the identity service: 1 to 64 letters, digits, dashes and underscores. */
public record DomainId(@JsonValue String value) {

    public DomainId {
        Ids.identity("domain", value);
    }

    @JsonCreator
    public static DomainId of(String value) {
        return new DomainId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
