package io.oblako.network.ovsdb.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.AtomMap;
import io.oblako.network.ovsdb.value.AtomSet;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a column can hold.
 *
 * @param key kind of the elements, or of the keys of a map
 * @param value kind of the values of a map; null when the column is no map
 * @param min 0 or 1
 * @param max at least 1; {@link Integer#MAX_VALUE} for unlimited
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-3.2">RFC 7047, section 3.2, type</a>
 */
public record ColumnType(Kind key, @Nullable Kind value, int min, int max) {

    /** Kinds of atoms, in the schema's words. */
    public enum Kind {
        INTEGER,
        REAL,
        BOOLEAN,
        STRING,
        UUID;

        private Atom zero() {
            return switch (this) {
                case INTEGER -> new Atom.Whole(0);
                case REAL -> new Atom.Real(0);
                case BOOLEAN -> new Atom.Bool(false);
                case STRING -> new Atom.Text("");
                case UUID -> new Atom.Id(new UUID(0, 0));
            };
        }

        private Atom fit(Atom atom) {
            if (this == REAL && atom instanceof Atom.Whole(long number)) {
                return new Atom.Real(number);
            }
            if (atom.getClass() != zero().getClass()) {
                throw new ProtocolException(
                        "%s where the schema says %s".formatted(atom.getClass().getSimpleName(), this));
            }
            return atom;
        }

        private static Kind of(JsonNode json) {
            JsonNode name = json.isObject() ? json.path("type") : json;
            return switch (name.asText()) {
                case "integer" -> INTEGER;
                case "real" -> REAL;
                case "boolean" -> BOOLEAN;
                case "string" -> STRING;
                case "uuid" -> UUID;
                default -> throw new ProtocolException("No type of OVSDB: " + ValueCodec.shorten(json));
            };
        }
    }

    static ColumnType of(JsonNode json) {
        if (json.isTextual()) {
            return new ColumnType(Kind.of(json), null, 1, 1);
        }
        int min = json.path("min").asInt(1);
        JsonNode most = json.path("max");
        int max = most.asText().equals("unlimited") ? Integer.MAX_VALUE : most.asInt(1);
        if (!json.isObject() || min < 0 || min > 1 || max < 1) {
            throw new ProtocolException("No type of a column: " + ValueCodec.shorten(json));
        }
        return new ColumnType(
                Kind.of(json.path("key")), json.has("value") ? Kind.of(json.path("value")) : null, min, max);
    }

    /** What a column holds that was not given: the server leaves it out of new rows. */
    public Value defaultValue() {
        if (value != null) {
            var pairs = new TreeMap<Atom, Atom>();
            if (min > 0) {
                pairs.put(key.zero(), value.zero());
            }
            return new AtomMap(pairs);
        }
        return min == 0 ? Value.none() : Value.of(key.zero());
    }

    /**
     * A value of this type from JSON: whole numbers become reals where the column holds reals.
     *
     * @throws ProtocolException when the JSON is no such value; how many elements there are is not looked at, because
     *     differences hold more than the column may
     */
    public Value decode(JsonNode json) {
        return switch (ValueCodec.decode(json)) {
            case AtomMap map
            when value != null -> {
                var pairs = new TreeMap<Atom, Atom>();
                map.pairs().forEach((from, to) -> pairs.put(key.fit(from), value.fit(to)));
                yield new AtomMap(pairs);
            }
            case AtomSet set
            when value == null -> {
                var atoms = new ArrayList<Atom>(set.size());
                set.atoms().forEach(atom -> atoms.add(key.fit(atom)));
                yield new AtomSet(atoms);
            }
            case AtomMap _, AtomSet _ ->
                throw new ProtocolException("A set where the schema has a map, or a map where it has a set");
        };
    }

    /**
     * The new value of a column, from the old one and the difference that an {@code update2} or {@code update3}
     * carries. Of single values the difference is the new value; of sets, the elements that only one side has; of
     * maps, the pairs that were added, changed (with the new value) or removed (with the old one).
     *
     * @see <a href="https://docs.openvswitch.org/en/latest/ref/ovsdb-server.7/">ovsdb-server(7), 4.1.14</a>
     */
    public Value apply(Value old, Value difference) {
        if (max == 1) {
            return difference;
        }
        return switch (difference) {
            case AtomSet changes
            when old instanceof AtomSet set -> {
                var atoms = new ArrayList<Atom>();
                set.atoms().stream().filter(atom -> !changes.contains(atom)).forEach(atoms::add);
                changes.atoms().stream().filter(atom -> !set.contains(atom)).forEach(atoms::add);
                yield new AtomSet(atoms);
            }
            case AtomMap changes
            when old instanceof AtomMap map -> {
                var pairs = new TreeMap<>(map.pairs());
                changes.pairs().forEach((from, to) -> {
                    if (!pairs.remove(from, to)) {
                        pairs.put(from, to);
                    }
                });
                yield new AtomMap(pairs);
            }
            case AtomSet _, AtomMap _ -> throw new ProtocolException("A difference of another shape than its column");
        };
    }
}
