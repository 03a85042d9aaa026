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

    private static final int USUAL_BYTES = 4096;

    private final JsonGenerator json;

    private JsonOut(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one object. */
    public static Document document(Consumer<JsonOut> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = Json.shared().getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            content.accept(new JsonOut(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw refused(e);
        }
        return new Document(bytes.toByteArray());
    }

    public JsonOut text(String name, @Nullable String value) {
        try {
            json.writeStringField(name, value);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut number(String name, long value) {
        try {
            json.writeNumberField(name, value);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut number(String name, double value) {
        try {
            json.writeNumberField(name, value);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut bool(String name, boolean value) {
        try {
            json.writeBooleanField(name, value);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut nothing(String name) {
        try {
            json.writeNullField(name);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut object(String name, Consumer<JsonOut> content) {
        try {
            json.writeObjectFieldStart(name);
            content.accept(this);
            json.writeEndObject();
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut map(String name, Map<String, String> entries) {
        return object(name, out -> entries.forEach(out::text));
    }

    /** An array of objects. */
    public <T> JsonOut objects(String name, Collection<T> items, BiConsumer<JsonOut, T> each) {
        try {
            json.writeArrayFieldStart(name);
            for (T item : items) {
                json.writeStartObject();
                each.accept(this, item);
                json.writeEndObject();
            }
            json.writeEndArray();
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    public JsonOut texts(String name, Collection<String> items) {
        try {
            json.writeArrayFieldStart(name);
            for (String item : items) {
                json.writeString(item);
            }
            json.writeEndArray();
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** Anything that Jackson can write, for documents that are passed through. */
    public JsonOut value(String name, @Nullable Object value) {
        try {
            json.writePOJOField(name, value);
            return this;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static UncheckedIOException refused(IOException e) {
        return new UncheckedIOException("memory refused a document", e);
    }
}
