package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a value is spelled in JSON and in queries, and which values there are.
 *
 * @param <V> the domain's type for it
 */
interface Type<V extends @Nullable Object> {

    /** @throws Invalid saying what is wrong with it */
    V read(JsonNode json) throws Invalid;

    /** The value as JSON has it: text, number, flag, list, map or null. */
    default @Nullable Object show(V value) {
        return value;
    }

    /** The text of a query as the database knows the value; empty when no value is spelled like it. */
    default Optional<String> filter(String text) {
        try {
            return Optional.ofNullable(read(TextNode.valueOf(text))).map(String::valueOf);
        } catch (Invalid e) {
            return Optional.empty();
        }
    }

    /** Not such a value; the message is the reason, for the caller, without a full stop. */
    final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String reason) {
            super(reason);
        }
    }
}
