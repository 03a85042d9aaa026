package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A whole number, also one spelled as a string of digits, as Nova takes it. */
public record Whole(long least, long most) implements Schema {

    /** Nova's database integer. */
    public static final int MAX_INT = Integer.MAX_VALUE;

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public void check(String field, JsonNode value, int minor) {
        boolean number = value.isIntegralNumber();
        if (!number && !value.isTextual()) {
            throw Refusal.of(field, value, "%s is not of type 'integer', 'string'".formatted(Refusal.quoted(value)));
        }
        if (!number && !DIGITS.matcher(value.textValue()).matches()) {
            throw Refusal.of(field, value, "%s does not match '^-?[0-9]+$'".formatted(Refusal.quoted(value)));
        }
        if (number && !value.canConvertToLong()) {
            throw Refusal.of(
                    field, value, "%s is greater than the maximum of %d".formatted(Refusal.quoted(value), most));
        }
        long whole = number ? value.longValue() : Long.parseLong(value.textValue());
        if (whole < least) {
            throw Refusal.of(field, value, "%d is less than the minimum of %d".formatted(whole, least));
        }
        if (whole > most) {
            throw Refusal.of(field, value, "%d is greater than the maximum of %d".formatted(whole, most));
        }
    }
}
