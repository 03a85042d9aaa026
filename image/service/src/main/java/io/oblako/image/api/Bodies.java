package io.oblako.image.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request bodies. */
final class Bodies {

    private Bodies() {}

    /** For media types that the framework does not know to be JSON. */
    static JsonNode parse(byte[] body) throws IOException {
        return object(Json.shared().readTree(body));
    }

    static JsonNode object(@Nullable JsonNode body) {
        if (body == null || body.isMissingNode() || body.isNull()) {
            throw CloudException.badRequest("Request body is missing.");
        }
        return body;
    }

    /** The Java value of a JSON value: String, Boolean, Integer, Long, Double, List, null; the text of an object. */
    static @Nullable Object plain(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isInt()) {
            return value.asInt();
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? (Object) value.asLong() : value.bigIntegerValue();
        }
        if (value.isNumber()) {
            return value.asDouble();
        }
        if (value.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(value.size());
            value.forEach(each -> list.add(plain(each)));
            return list;
        }
        return value.isNull() ? null : value;
    }

    /** A string member of an object, for bodies like {@code {"member": "id"}}. */
    static String text(JsonNode body, String name) {
        JsonNode value = object(body).path(name);
        if (!value.isTextual()) {
            throw CloudException.badRequest("'%s' is a required string.".formatted(name));
        }
        return value.asText();
    }
}
