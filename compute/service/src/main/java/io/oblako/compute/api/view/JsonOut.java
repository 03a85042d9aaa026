package io.oblako.compute.api.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.oblako.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document field by field, without a tree in between: lists of servers are what compute does most. Names are
 * written in the order of the calls. Not thread-safe; lives for one document.
 */
public final class JsonOut {

    private static final int USUAL_BYTES = 2048;

    private final JsonGenerator json;

    private JsonOut(JsonGenerator json) {
        this.json = json;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Writes one object. */
    public static Document document(Consumer<JsonOut> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = Json.shared().getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            content.accept(new JsonOut(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a document", e);
        }
        return new Document(bytes.toByteArray());
    }

    public JsonOut text(String name, @Nullable String value) {
        return step(() -> json.writeStringField(name, value));
    }

    public JsonOut number(String name, long value) {
        return step(() -> json.writeNumberField(name, value));
    }

    public JsonOut number(String name, double value) {
        return step(() -> json.writeNumberField(name, value));
    }

    public JsonOut bool(String name, boolean value) {
        return step(() -> json.writeBooleanField(name, value));
    }

    public JsonOut nothing(String name) {
        return step(() -> json.writeNullField(name));
    }

    public JsonOut object(String name, Consumer<JsonOut> content) {
        step(() -> json.writeObjectFieldStart(name));
        content.accept(this);
        return step(json::writeEndObject);
    }

    public JsonOut map(String name, Map<String, String> entries) {
        return object(name, out -> entries.forEach(out::text));
    }

    /** An array of objects. */
    public <T> JsonOut objects(String name, Collection<T> items, BiConsumer<JsonOut, T> each) {
        step(() -> json.writeArrayFieldStart(name));
        for (T item : items) {
            step(json::writeStartObject);
            each.accept(this, item);
            step(json::writeEndObject);
        }
        return step(json::writeEndArray);
    }

    public JsonOut texts(String name, Collection<String> items) {
        step(() -> json.writeArrayFieldStart(name));
        for (String item : items) {
            step(() -> json.writeString(item));
        }
        return step(json::writeEndArray);
    }

    /** Anything that Jackson can write, for documents that are passed through. */
    public JsonOut value(String name, @Nullable Object value) {
        return step(() -> json.writePOJOField(name, value));
    }

    private JsonOut step(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a document", e);
        }
        return this;
    }
}
