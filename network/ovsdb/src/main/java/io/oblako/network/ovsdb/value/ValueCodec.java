package io.oblako.network.ovsdb.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Values in JSON and back.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-5.1">RFC 7047, section 5.1</a>
 */
public final class ValueCodec {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int UUID_LENGTH = 36;

    private ValueCodec() {}

    public static JsonNode encode(Value value) {
        return switch (value) {
            case AtomSet set when set.size() == 1 -> encode(set.atoms().getFirst());
            case AtomSet set -> {
                ArrayNode elements = JSON.arrayNode(set.size());
                set.atoms().forEach(atom -> elements.add(encode(atom)));
                yield JSON.arrayNode(2).add("set").add(elements);
            }
            case AtomMap map -> {
                ArrayNode pairs = JSON.arrayNode(map.size());
                map.pairs()
                        .forEach((key, to) ->
                                pairs.add(JSON.arrayNode(2).add(encode(key)).add(encode(to))));
                yield JSON.arrayNode(2).add("map").add(pairs);
            }
        };
    }

    public static JsonNode encode(Atom atom) {
        return switch (atom) {
            case Atom.Text(String text) -> JSON.textNode(text);
            case Atom.Whole(long number) -> JSON.numberNode(number);
            case Atom.Real(double number) -> JSON.numberNode(number);
            case Atom.Bool(boolean truth) -> JSON.booleanNode(truth);
            case Atom.Id(UUID id) -> JSON.arrayNode(2).add("uuid").add(id.toString());
            case Atom.NamedId(String name) ->
                JSON.arrayNode(2).add("named-uuid").add(name);
        };
    }

    public static ObjectNode encode(Map<String, Value> columns) {
        ObjectNode row = JSON.objectNode();
        columns.forEach((column, value) -> row.set(column, encode(value)));
        return row;
    }

    /** @throws ProtocolException when this is no value */
    public static Value decode(JsonNode json) {
        if (json.isArray() && json.size() == 2 && json.path(1).isArray()) {
            String shape = json.path(0).asText();
            return switch (shape) {
                case "set" -> decodeSet(json.path(1));
                case "map" -> decodeMap(json.path(1));
                default -> throw new ProtocolException("Neither a set nor a map: " + shorten(json));
            };
        }
        return Value.of(decodeAtom(json));
    }

    /** @throws ProtocolException when this is no atom */
    public static Atom decodeAtom(JsonNode json) {
        try {
            if (json.isTextual()) {
                return new Atom.Text(json.textValue());
            }
            if (json.isBoolean()) {
                return new Atom.Bool(json.booleanValue());
            }
            if (json.isIntegralNumber() && json.canConvertToLong()) {
                return new Atom.Whole(json.longValue());
            }
            if (json.isNumber()) {
                return new Atom.Real(json.doubleValue());
            }
            if (json.isArray() && json.size() == 2 && json.path(1).isTextual()) {
                String text = json.path(1).textValue();
                switch (json.path(0).asText()) {
                    case "uuid" -> {
                        return new Atom.Id(uuid(text));
                    }
                    case "named-uuid" -> {
                        return new Atom.NamedId(text);
                    }
                    default -> {}
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("No value: " + shorten(json), e);
        }
        throw new ProtocolException("No value: " + shorten(json));
    }

    /**
     * A row of a {@code select}, whose {@code _uuid} was asked for; {@code _version} is left out.
     *
     * @throws ProtocolException when this is no such row
     */
    public static Row decodeRow(JsonNode json) {
        if (!json.isObject()) {
            throw new ProtocolException("No row: " + shorten(json));
        }
        var columns = new LinkedHashMap<String, Value>();
        json.properties().forEach(column -> columns.put(column.getKey(), decode(column.getValue())));
        columns.remove("_version");
        if (columns.remove("_uuid") instanceof AtomSet id
                && id.size() == 1
                && id.atoms().getFirst() instanceof Atom.Id(UUID uuid)) {
            return new Row(uuid, columns);
        }
        throw new ProtocolException("A row without its identifier: " + shorten(json));
    }

    /** @throws ProtocolException when this is not the canonical spelling of an identifier */
    public static UUID decodeUuid(String text) {
        try {
            return uuid(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("No identifier: " + text.substring(0, Math.min(text.length(), 100)), e);
        }
    }

    /** The beginning of a piece of JSON, for messages: a peer must not fill our log. */
    public static String shorten(JsonNode json) {
        int most = 200;
        if (json.isContainerNode() && json.size() > most) {
            return "%s of %d elements".formatted(json.getNodeType(), json.size());
        }
        String text = json.toString();
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("not 36 characters");
        }
        return UUID.fromString(text);
    }

    private static Value decodeSet(JsonNode elements) {
        var atoms = new ArrayList<Atom>(elements.size());
        elements.forEach(element -> atoms.add(decodeAtom(element)));
        AtomSet set;
        try {
            set = new AtomSet(atoms);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("A set of mixed kinds: " + shorten(elements), e);
        }
        if (set.size() != atoms.size()) {
            throw new ProtocolException("A set with an element twice: " + shorten(elements));
        }
        return set;
    }

    private static Value decodeMap(JsonNode pairs) {
        var entries = new TreeMap<Atom, Atom>();
        for (JsonNode pair : pairs) {
            if (!pair.isArray() || pair.size() != 2) {
                throw new ProtocolException("No pair of a map: " + shorten(pair));
            }
            if (entries.put(decodeAtom(pair.path(0)), decodeAtom(pair.path(1))) != null) {
                throw new ProtocolException("A map with a key twice: " + shorten(pairs));
            }
        }
        return new AtomMap(entries);
    }
}
