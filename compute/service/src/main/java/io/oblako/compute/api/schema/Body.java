package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request body, or an object inside one, that has passed its schema. Absent and null are the same. */
public record Body(JsonNode node) {

    /**
     * Reads a body.
     *
     * @throws CloudException INVALID_REQUEST for what is no JSON object, repeats a key, nests too deep, or holds a
     * string
     *     that no table could store (NUL, half a surrogate pair): security row API-07
     */
    public static Body read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw CloudException.badRequest("The request has no body: a JSON object is expected");
        }
        try {
            JsonNode node = Json.shared().readTree(bytes);
            if (node == null || !node.isObject()) {
                throw CloudException.badRequest("Malformed request body: a JSON object is expected");
            }
            refuseUnstorable(node);
            return new Body(node);
        } catch (IOException e) {
            throw new CloudException(
                    CommonError.INVALID_REQUEST,
                    "Malformed request body: not valid JSON, a key given twice, or nested too deep",
                    e);
        }
    }

    private static void refuseUnstorable(JsonNode node) {
        if (node.isTextual() && !storable(node.textValue())) {
            throw CloudException.badRequest("The request holds a string with a NUL or half a surrogate pair");
        }
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                if (!storable(name)) {
                    throw CloudException.badRequest("The request holds a key with a NUL or half a surrogate pair");
                }
            });
        }
        node.forEach(Body::refuseUnstorable);
    }

    private static boolean storable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Checks the whole body. */
    public Body check(Schema schema, int minor) {
        schema.check("body", node, minor);
        return this;
    }

    public boolean has(String name) {
        JsonNode value = node.get(name);
        return value != null && !value.isNull();
    }

    /** Whether the field was named at all, even with null: some requests reset a value so. */
    public boolean names(String name) {
        return node.has(name);
    }

    /** An inner object; an empty one when absent. */
    public Body at(String name) {
        JsonNode value = node.get(name);
        return new Body(value == null || value.isNull() ? Json.shared().createObjectNode() : value);
    }

    public Optional<String> text(String name) {
        return value(name, JsonNode::asText);
    }

    /** @throws IllegalStateException when it is absent: its schema requires it, so that is our bug */
    public String needed(String name) {
        return text(name).orElseThrow(() -> new IllegalStateException("The schema lets " + name + " be absent"));
    }

    public @Nullable String textOrNull(String name) {
        return text(name).orElse(null);
    }

    public Optional<Integer> whole(String name) {
        return value(
                name, node -> Math.toIntExact(node.isTextual() ? Long.parseLong(node.textValue()) : node.longValue()));
    }

    public Optional<Boolean> bool(String name) {
        return value(name, node -> node.isBoolean() ? node.booleanValue() : Types.isTrue(node.textValue()));
    }

    public List<JsonNode> items(String name) {
        List<JsonNode> items = new ArrayList<>();
        at(name).node().forEach(items::add);
        return items;
    }

    public List<String> texts(String name) {
        return items(name).stream().map(JsonNode::asText).toList();
    }

    /** The entries of an object whose values are text or numbers, in the order sent. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        at(name).node()
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private <T> Optional<T> value(String name, Function<JsonNode, T> read) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(read.apply(value));
    }
}
