package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;

/** The sentences with which a value is refused. Values are quoted shortened: an answer and a log line stay small. */
final class Refusal {

    private static final int LONGEST_QUOTE = 120;

    private Refusal() {}

    static CloudException of(String field, JsonNode value, String rule) {
        return CloudException.badRequest(
                "Invalid input for field/attribute %s. Value: %s. %s".formatted(shortened(field), bare(value), rule));
    }

    /** The value as Python would print it, which is what Nova's messages carry. */
    static String quoted(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> '\'' + shortened(value.textValue()) + '\'';
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case ARRAY, OBJECT, NUMBER, BINARY, POJO -> shortened(value.toString());
        };
    }

    private static String bare(JsonNode value) {
        return value.isTextual() ? shortened(value.textValue()) : quoted(value);
    }

    static String shortened(String text) {
        if (text.length() <= LONGEST_QUOTE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_QUOTE - 1)) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
        return text.substring(0, end) + "…";
    }
}
