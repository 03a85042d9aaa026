package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types of attributes, with Neutron's reasons for what is none.
 *
 * @see <a href="https://opendev.org/openstack/neutron-lib/src/branch/master/neutron_lib/api/validators">neutron-lib:
 *     validators</a>
 */
final class Types {

    static final int NAME = 255;
    private static final int SHOWN = 64;

    private Types() {}

    /** JSON's own, and the words that Neutron takes for it. */
    static final Type<Boolean> FLAG = json -> {
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        return switch (json.asText().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Type.Invalid("'%s' cannot be converted to boolean".formatted(shown(json)));
        };
    };

    static final Type<UUID> ID = new Type<>() {
        @Override
        public UUID read(JsonNode json) throws Invalid {
            String text = json.asText();
            if (!json.isTextual() || !text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                throw new Invalid("'%s' is not a valid UUID".formatted(shown(json)));
            }
            return UUID.fromString(text);
        }

        @Override
        public Object show(UUID value) {
            return value.toString();
        }
    };

    static final Type<Ip> IP = spelled(Ip::parse, "'%s' is not a valid IP address");

    static final Type<Cidr> CIDR = spelled(Types::prefix, "'%s' is not a valid IP subnet: its host bits must be zero");

    static final Type<Mac> MAC = spelled(Mac::parse, "'%s' is not a valid MAC address");

    /** With its length, and nothing behind it. */
    private static Optional<Cidr> prefix(String text) {
        int slash = text.indexOf('/');
        return Cidr.parse(text)
                .filter(cidr -> slash > 0
                        && Ip.parse(text.substring(0, slash))
                                .filter(cidr.base()::equals)
                                .isPresent());
    }

    /** Text of the domain's own types. */
    private static <V> Type<V> spelled(Function<String, Optional<V>> parse, String reason) {
        return new Type<>() {
            @Override
            public V read(JsonNode json) throws Invalid {
                Optional<V> value = json.isTextual() ? parse.apply(json.asText()) : Optional.empty();
                return value.orElseThrow(() -> new Invalid(reason.formatted(shown(json))));
            }

            @Override
            public Object show(V value) {
                return String.valueOf(value);
            }
        };
    }

    /** Text without control characters, which no client shows and every config file takes for a line of its own. */
    static Type<String> text(int longest) {
        return json -> {
            if (!json.isTextual()) {
                throw new Type.Invalid("'%s' is not a valid string".formatted(shown(json)));
            }
            String text = json.textValue();
            if (text.length() > longest) {
                throw new Type.Invalid("'%s' exceeds maximum length of %d".formatted(shown(json), longest));
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new Type.Invalid("it has control characters");
            }
            return text;
        };
    }

    static Type<Integer> number(int least, int most) {
        return json -> {
            boolean whole = json.isIntegralNumber() && json.canConvertToInt();
            if (!whole && !(json.isTextual() && json.textValue().matches("-?\\d{1,9}"))) {
                throw new Type.Invalid("'%s' is not an integer".formatted(shown(json)));
            }
            int value = whole ? json.intValue() : Integer.parseInt(json.textValue());
            if (value < least || value > most) {
                throw new Type.Invalid("'%d' is not in range %d through %d".formatted(value, least, most));
            }
            return value;
        };
    }

    /** One of some words, for values of the domain. */
    static <V> Type<V> words(Map<String, V> words) {
        return new Type<>() {
            @Override
            public V read(JsonNode json) throws Invalid {
                V value = json.isTextual() ? words.get(json.textValue()) : null;
                if (value == null) {
                    throw new Invalid("'%s' is not in %s"
                            .formatted(
                                    shown(json),
                                    words.keySet().stream().sorted().toList()));
                }
                return value;
            }

            @Override
            public @Nullable Object show(V value) {
                return words.entrySet().stream()
                        .filter(word -> word.getValue().equals(value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public Optional<String> filter(String text) {
                return words.containsKey(text) ? Optional.of(text) : Optional.empty();
            }
        };
    }

    /** Null is a value, too. */
    static <V> Type<@Nullable V> nullable(Type<V> type) {
        return new Type<@Nullable V>() {
            @Override
            public @Nullable V read(JsonNode json) throws Invalid {
                return json.isNull() ? null : type.read(json);
            }

            @Override
            public @Nullable Object show(@Nullable V value) {
                return value == null ? null : type.show(value);
            }

            @Override
            public Optional<String> filter(String text) {
                return type.filter(text);
            }
        };
    }

    static <V> Type<List<V>> list(Type<V> each, int most) {
        return new Type<>() {
            @Override
            public List<V> read(JsonNode json) throws Invalid {
                if (!json.isArray()) {
                    throw new Invalid("'%s' is not a list".formatted(shown(json)));
                }
                if (json.size() > most) {
                    throw new Invalid("it has %d items, at most %d are allowed".formatted(json.size(), most));
                }
                List<V> values = new ArrayList<>(json.size());
                for (JsonNode one : json) {
                    values.add(each.read(one));
                }
                return values;
            }

            @Override
            public Object show(List<V> values) {
                List<@Nullable Object> shown = new ArrayList<>(values.size());
                values.forEach(value -> shown.add(each.show(value)));
                return shown;
            }

            @Override
            public Optional<String> filter(String text) {
                return each.filter(text);
            }
        };
    }

    /** A list in which nothing stands twice. */
    static <V> Type<List<V>> distinct(Type<V> each, int most) {
        Type<List<V>> any = list(each, most);
        return new Type<>() {
            @Override
            public List<V> read(JsonNode json) throws Invalid {
                List<V> values = any.read(json);
                if (new HashSet<>(values).size() < values.size()) {
                    throw new Invalid("Duplicate items in the list");
                }
                return values;
            }

            @Override
            public @Nullable Object show(List<V> values) {
                return any.show(values);
            }
        };
    }

    /** How a thing of several parts is read. */
    @FunctionalInterface
    interface PartsReader<V> {
        V read(JsonNode object) throws Type.Invalid;
    }

    /** A thing of several named parts; other names are refused. */
    static <V> Type<V> object(List<String> parts, PartsReader<V> reader, Function<V, Map<String, ?>> shown) {
        return new Type<>() {
            @Override
            public V read(JsonNode json) throws Invalid {
                if (!json.isObject()) {
                    throw new Invalid("'%s' is not a dictionary".formatted(shown(json)));
                }
                for (var names = json.fieldNames(); names.hasNext(); ) {
                    String name = names.next();
                    if (!parts.contains(name)) {
                        throw new Invalid("Unrecognized key '%s', expected are %s".formatted(shorter(name), parts));
                    }
                }
                return reader.read(json);
            }

            @Override
            public Object show(V value) {
                return shown.apply(value);
            }
        };
    }

    /** A part that must be there. */
    static <V> V part(JsonNode object, String name, Type<V> type) throws Type.Invalid {
        if (!object.has(name)) {
            throw new Type.Invalid("'%s' is missing".formatted(name));
        }
        return type.read(object.get(name));
    }

    /** A part that may be left out, or null. */
    static <V> @Nullable V optionalPart(JsonNode object, String name, Type<V> type) throws Type.Invalid {
        return object.hasNonNull(name) ? type.read(object.get(name)) : null;
    }

    static String shown(JsonNode json) {
        return shorter(json.isTextual() ? json.textValue() : json.toString());
    }

    private static String shorter(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
