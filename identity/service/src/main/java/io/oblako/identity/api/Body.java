package io.oblako.identity.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request body, read attribute by attribute, with Keystone's words for what is wrong. In a create, null is
 * the same as absent.
 */
record Body(JsonNode node, String path) {

    /** Longest text of any attribute that has no limit of its own, in characters. */
    static final int MAX_TEXT = 65_535;

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final int MAX_EXTRA_CHARS = 16_384;

    /** The object under the only key that the body must have. */
    static Body of(@Nullable JsonNode body, String key) {
        if (body == null || !body.isObject()) {
            throw CloudException.badRequest("A JSON object with '%s' is expected as the body.".formatted(key));
        }
        return new Body(body, "").object(key);
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean present(String name) {
        return node.hasNonNull(name);
    }

    Body object(String name) {
        return optionalObject(name)
                .orElseThrow(() -> CloudException.badRequest("'%s' is a required property".formatted(at(name))));
    }

    Optional<Body> optionalObject(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw wrong(name, "an object");
        }
        return Optional.of(new Body(value, at(name)));
    }

    /** A text that must be there, 1 to so many characters, not only blanks. */
    String name(String name, int max) {
        String text = optional(name, max)
                .orElseThrow(() -> CloudException.badRequest("'%s' is a required property".formatted(at(name))));
        if (text.isBlank()) {
            throw wrong(name, "a text that is not empty");
        }
        return text;
    }

    String nameOr(String name, int max, String otherwise) {
        return present(name) ? name(name, max) : otherwise;
    }

    Optional<String> optional(String name, int max) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()
                || value.textValue().length() > max
                || value.textValue().indexOf('\0') >= 0) {
            throw wrong(name, "a text of at most " + max + " characters");
        }
        return Optional.of(value.textValue());
    }

    String textOr(String name, String otherwise) {
        return optional(name, MAX_TEXT).orElse(otherwise);
    }

    /** In an update: the text as it shall be; null takes it away. */
    @Nullable
    String changed(String name, int max, @Nullable String before) {
        return node.has(name) ? optional(name, max).orElse(null) : before;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    Optional<Secret> secret(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(name, "a text");
        }
        return Optional.of(Secret.of(value.textValue()));
    }

    List<String> texts(String name, int most, int max) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array(name, most)) {
            if (!each.isTextual()
                    || each.textValue().isEmpty()
                    || each.textValue().length() > max) {
                throw wrong(name, "a list of texts of 1 to " + max + " characters");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    List<Body> objects(String name, int most) {
        List<Body> objects = new ArrayList<>();
        for (JsonNode each : array(name, most)) {
            if (!each.isObject()) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Body(each, at(name)));
        }
        return objects;
    }

    private Iterable<JsonNode> array(String name, int most) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw wrong(name, "a list of at most " + most);
        }
        return value;
    }

    /** Attributes that we have no use for but store: all but the named ones. */
    Map<String, Object> extra(Set<String> known, Map<String, Object> before) {
        Map<String, Object> extra = new HashMap<>(before);
        Json.shared().convertValue(node, MAP).forEach((name, value) -> {
            if (!known.contains(name)) {
                if (value == null) {
                    extra.remove(name);
                } else {
                    extra.put(name, value);
                }
            }
        });
        if (!extra.isEmpty() && Json.text(extra).length() > MAX_EXTRA_CHARS) {
            throw CloudException.badRequest(
                    "Attributes of your own have at most %d characters together.".formatted(MAX_EXTRA_CHARS));
        }
        return extra;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    private CloudException wrong(String name, String expected) {
        return CloudException.badRequest("Invalid input for field '%s': %s is expected.".formatted(at(name), expected));
    }
}
