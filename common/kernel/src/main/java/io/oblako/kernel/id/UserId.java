package io.oblako.kernel.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A person or a program that can log in. An id of the identity service: 1 to 64 letters, digits, dashes and underscores. */
public record UserId(@JsonValue String value) {

    public UserId {
        Ids.identity("user", value);
    }

    @JsonCreator
    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
