package io.oblako.network.ovsdb.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.List;

/**
 * A change of a column relative to what it holds, done by the server: two writers do not overwrite one another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-5.1">RFC 7047, section 5.1, mutation</a>
 */
public record Mutation(String column, String mutator, Value value) {

    /** Adds elements to a set, or pairs to a map where the key is not there yet. */
    public static Mutation insert(String column, Value elements) {
        return new Mutation(column, "insert", elements);
    }

    /** Takes elements from a set; from a map, the pairs that are equal, or all pairs with these keys if given a set. */
    public static Mutation delete(String column, Value elements) {
        return new Mutation(column, "delete", elements);
    }

    /** Adds to a number; a negative number subtracts. */
    public static Mutation add(String column, long number) {
        return new Mutation(column, "+=", Value.whole(number));
    }

    static ArrayNode encode(List<Mutation> mutations) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        mutations.forEach(mutation ->
                all.addArray().add(mutation.column).add(mutation.mutator).add(ValueCodec.encode(mutation.value)));
        return all;
    }
}
