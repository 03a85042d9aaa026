package io.oblako.network.ovsdb.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.List;
import java.util.UUID;

/**
 * Which rows an operation or a replica is about. Several conditions hold when all of them do; none hold for every row.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-5.1">RFC 7047, section 5.1, condition</a>
 */
public record Condition(String column, Comparison comparison, Value value) {

    /** How the column is compared with the value. */
    public enum Comparison {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        /** The column holds all elements of the value. */
        INCLUDES("includes"),
        /** The column holds no element of the value. */
        EXCLUDES("excludes");

        private final String word;

        Comparison(String word) {
            this.word = word;
        }
    }

    /** Every row of the table. */
    public static List<Condition> everyRow() {
        return List.of();
    }

    /** The row with this identifier. */
    public static List<Condition> row(UUID uuid) {
        return List.of(new Condition("_uuid", Comparison.EQUAL, Value.id(uuid)));
    }

    public static List<Condition> equal(String column, Value value) {
        return List.of(new Condition(column, Comparison.EQUAL, value));
    }

    public static List<Condition> includes(String column, Value value) {
        return List.of(new Condition(column, Comparison.INCLUDES, value));
    }

    /** For the wire. */
    public static ArrayNode encode(List<Condition> conditions) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        conditions.forEach(condition -> all.add(condition.encode()));
        return all;
    }

    private JsonNode encode() {
        return JsonNodeFactory.instance
                .arrayNode(3)
                .add(column)
                .add(comparison.word)
                .add(ValueCodec.encode(value));
    }
}
