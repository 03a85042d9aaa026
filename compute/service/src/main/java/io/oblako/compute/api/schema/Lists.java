package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Arrays, maps and choices of other schemas. */
public final class Lists {

    private Lists() {}

    /** An array of at most so many items. */
    public static Schema array(Schema item, int most) {
        return (field, value, minor) -> {
            if (!value.isArray()) {
                throw Refusal.of(field, value, "%s is not of type 'array'".formatted(Refusal.quoted(value)));
            }
            if (value.size() > most) {
                throw Refusal.of(
                        field,
                        value,
                        "%s is too long: at most %d items are taken".formatted(Refusal.quoted(value), most));
            }
            for (JsonNode each : value) {
                item.check(field, each, minor);
            }
        };
    }

    /** An object whose keys are the caller's own. */
    public static Schema map(Text key, Schema item) {
        return (field, value, minor) -> {
            if (!value.isObject()) {
                throw Refusal.of(field, value, "%s is not of type 'object'".formatted(Refusal.quoted(value)));
            }
            value.properties().forEach(entry -> {
                checkKey(key, field, value, entry.getKey());
                item.check(entry.getKey(), entry.getValue(), minor);
            });
        };
    }

    private static void checkKey(Text key, String field, JsonNode whole, String name) {
        int length = name.codePointCount(0, name.length());
        boolean fits = length >= key.least() && length <= key.most();
        if (!fits || (key.test() != null && !key.test().test(name))) {
            throw Refusal.of(
                    field,
                    whole,
                    "Additional properties are not allowed ('%s' was unexpected)".formatted(Refusal.shortened(name)));
        }
    }

    /** One of the words, spelled exactly so. */
    public static Schema oneOf(String... words) {
        List<String> known = List.of(words);
        return (field, value, minor) -> {
            if (!value.isTextual() || !known.contains(value.textValue())) {
                throw Refusal.of(
                        field,
                        value,
                        "%s is not one of ['%s']".formatted(Refusal.quoted(value), String.join("', '", known)));
            }
        };
    }

    /** A string is checked by the first schema, everything else by the second. */
    public static Schema textOr(Schema text, Schema other) {
        return (field, value, minor) -> (value.isTextual() ? text : other).check(field, value, minor);
    }
}
