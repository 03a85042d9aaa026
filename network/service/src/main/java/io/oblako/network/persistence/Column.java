package io.oblako.network.persistence;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a kind's table: how it is written, selected, filtered and sorted.
 *
 * @param name of the column, or of the selected expression
 * @param attribute Neutron's name, by which it is filtered and sorted
 * @param type PostgreSQL's, that a text is cast to
 * @param expression what is selected; absent for a column that only filters
 * @param predicate what must hold for a filter, with one place for an array of texts; absent when nobody filters by it
 * @param order what is sorted by; never null in any row
 * @param value what is written; absent for what is computed from other tables
 */
record Column<T extends Resource<T>>(
        String name,
        String attribute,
        String type,
        @Nullable String expression,
        @Nullable String predicate,
        String order,
        @Nullable Function<T, @Nullable Object> value) {

    /** A column that is never null. */
    static <T extends Resource<T>> Column<T> column(String name, String type, Function<T, @Nullable Object> value) {
        return new Column<>(name, name, type, "t." + name, equal(name, type), "t." + name, value);
    }

    /** A column of text or number that may be null: such rows are sorted as if it were empty or below zero. */
    static <T extends Resource<T>> Column<T> nullable(String name, String type, Function<T, @Nullable Object> value) {
        String least = type.equals("int") ? "-1" : "''";
        String order = type.equals("int") ? "t." + name : "t." + name + "::text";
        return new Column<>(
                name, name, type, "t." + name, equal(name, type), "coalesce(" + order + ", " + least + ")", value);
    }

    private static String equal(String name, String type) {
        return "t." + name + " = any(?::text[]::" + type + "[])";
    }

    /** Something made from other tables, under the table's alias t. */
    static <T extends Resource<T>> Column<T> computed(String name, String expression) {
        return new Column<>(name, name, "text", expression, null, expression, null);
    }

    /** Something that only filters. */
    static <T extends Resource<T>> Column<T> filter(String attribute, String predicate) {
        return new Column<>(attribute, attribute, "text", null, predicate, "t.id", null);
    }

    /** The projects that a thing is shared with, as the array {@code shared_with}. */
    static <T extends Resource<T>> Column<T> sharedWith(Kind kind) {
        return computed(
                "shared_with",
                "array(select r.target_tenant from rbac_policy r where r.object_type = '" + kind.objectType()
                        + "' and r.object_id = t.id and r.action = 'access_as_shared')");
    }

    /** Whether everybody shares it. */
    static <T extends Resource<T>> Column<T> shared(Kind kind) {
        return filter(
                "shared",
                "exists (select 1 from rbac_policy r where r.object_type = '" + kind.objectType()
                        + "' and r.object_id = t.id and r.action = 'access_as_shared' and r.target_tenant ="
                        + " '*')::text = any(?::text[])");
    }

    /** The same under Neutron's name for it. */
    Column<T> as(String neutronName) {
        return new Column<>(name, neutronName, type, expression, predicate, order, value);
    }
}
