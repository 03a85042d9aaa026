package io.oblako.identity.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oblako.kernel.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;

/** Attributes of the operator's own, as the JSON text they are kept as. */
final class Extra {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Extra() {}

    static String text(Map<String, Object> extra) {
        return Json.text(extra);
    }

    static Map<String, Object> read(String text) {
        if (text.equals("{}")) {
            return Map.of();
        }
        try {
            return Json.shared().readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
