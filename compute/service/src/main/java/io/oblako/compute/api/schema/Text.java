package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A string. Lengths count characters as Python does: code points.
 *
 * @param rule sentence for a value of the right length that the test refuses, after the quoted value
 */
public record Text(int least, int most, @Nullable Predicate<String> test, String rule) implements Schema {

    public static Text of(int least, int most) {
        return new Text(least, most, null, "");
    }

    /** Anchored: the whole string must match. Patterns are ours and linear. */
    public Text matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new Text(least, most, text -> pattern.matcher(text).matches(), "does not match '^" + regex + "$'");
    }

    public Text format(String format, Predicate<String> check) {
        return new Text(least, most, check, "is not a '" + format + "'");
    }

    @Override
    public void check(String field, JsonNode value, int minor) {
        if (!value.isTextual()) {
            throw Refusal.of(field, value, "%s is not of type 'string'".formatted(Refusal.quoted(value)));
        }
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (length < least) {
            throw Refusal.of(field, value, "%s is too short".formatted(Refusal.quoted(value)));
        }
        if (length > most) {
            throw Refusal.of(field, value, "%s is too long".formatted(Refusal.quoted(value)));
        }
        if (test != null && !test.test(text)) {
            throw Refusal.of(field, value, "%s %s".formatted(Refusal.quoted(value), rule));
        }
    }
}
