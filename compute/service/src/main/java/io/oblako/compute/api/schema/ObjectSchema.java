package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object with named fields. Each field exists in a range of microversions; one that does not exist in the request's
 * version is refused like any unknown one, as additional properties always are. A null counts as absent, unless the
 * field's schema is {@link Schema#orNull()} (design rule (c) of the clients' trace: clients send nulls for what they do
 * not mean).
 */
public final class ObjectSchema implements Schema {

    private static final int ALWAYS = 1;
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final Map<String, Field> fields;
    private final boolean open;

    private record Field(Schema schema, int requiredSince, int since, int until) {
        boolean exists(int minor) {
            return since <= minor && minor <= until;
        }
    }

    private ObjectSchema(Map<String, Field> fields, boolean open) {
        this.fields = fields;
        this.open = open;
    }

    public static ObjectSchema object() {
        return new ObjectSchema(Map.of(), false);
    }

    public ObjectSchema required(String name, Schema schema) {
        return with(name, new Field(schema, ALWAYS, ALWAYS, FOR_EVER));
    }

    public ObjectSchema optional(String name, Schema schema) {
        return with(name, new Field(schema, FOR_EVER, ALWAYS, FOR_EVER));
    }

    /** Exists from microversion 2.{@code since} on. */
    public ObjectSchema optionalSince(int since, String name, Schema schema) {
        return with(name, new Field(schema, FOR_EVER, since, FOR_EVER));
    }

    /** Exists up to and including microversion 2.{@code until}. */
    public ObjectSchema optionalUntil(int until, String name, Schema schema) {
        return with(name, new Field(schema, FOR_EVER, ALWAYS, until));
    }

    /** Always exists and must be there from microversion 2.{@code since} on. */
    public ObjectSchema requiredSince(int since, String name, Schema schema) {
        return with(name, new Field(schema, since, ALWAYS, FOR_EVER));
    }

    /** Lets other fields pass unseen. */
    public ObjectSchema open() {
        return new ObjectSchema(fields, true);
    }

    private ObjectSchema with(String name, Field field) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        more.put(name, field);
        return new ObjectSchema(more, open);
    }

    @Override
    public void check(String field, JsonNode value, int minor) {
        if (!value.isObject()) {
            throw Refusal.of(field, value, "%s is not of type 'object'".formatted(Refusal.quoted(value)));
        }
        if (!open) {
            refuseUnknown(field, value, minor);
        }
        fields.forEach((name, known) -> {
            JsonNode inner = value.get(name);
            boolean absent = inner == null || (inner.isNull() && !(known.schema() instanceof OrNull));
            if (absent && known.requiredSince() <= minor && known.exists(minor)) {
                throw Refusal.of(field, value, "'%s' is a required property".formatted(name));
            }
            if (!absent && known.exists(minor)) {
                known.schema().check(name, inner, minor);
            }
        });
    }

    private void refuseUnknown(String field, JsonNode value, int minor) {
        List<String> unknown = new ArrayList<>();
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Field known = fields.get(name);
            if (known == null || !known.exists(minor)) {
                unknown.add('\'' + Refusal.shortened(name) + '\'');
            }
        }
        if (!unknown.isEmpty()) {
            List<String> first = unknown.subList(0, Math.min(unknown.size(), 5));
            throw Refusal.of(
                    field,
                    value,
                    "Additional properties are not allowed (%s %s unexpected)"
                            .formatted(String.join(", ", first), unknown.size() == 1 ? "was" : "were"));
        }
    }
}
