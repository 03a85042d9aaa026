package io.oblako.network.api;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a kind of resources: everything that the API knows of it is this line. A line begins with
 * {@link #of} and says with the methods below what is not the rule: an attribute that says nothing more is shown, and
 * set by nobody.
 *
 * @param <T> the kind's record
 * @param <V> the domain's type of the value
 */
final class Attribute<T extends Resource<T>, V extends @Nullable Object> {

    private final String name;
    private final Type<V> type;
    private final BiFunction<T, Viewer, V> reader;

    private boolean inPost;
    private boolean inPut;
    private boolean required;
    private @Nullable V standard;
    private boolean operatorsSet;
    private boolean operatorsSee;
    private boolean shown = true;
    private boolean filtered;
    private boolean sorted;

    private Attribute(String name, Type<V> type, BiFunction<T, Viewer, V> reader) {
        this.name = name;
        this.type = type;
        this.reader = reader;
    }

    static <T extends Resource<T>, V extends @Nullable Object> Attribute<T, V> of(
            String name, Type<V> type, Function<T, V> reader) {
        return new Attribute<>(name, type, (resource, viewer) -> reader.apply(resource));
    }

    /** For attributes that look different to different viewers. */
    static <T extends Resource<T>, V extends @Nullable Object> Attribute<T, V> seen(
            String name, Type<V> type, BiFunction<T, Viewer, V> reader) {
        return new Attribute<>(name, type, reader);
    }

    /** For what only requests say: it is not shown, and nothing reads it. */
    static <T extends Resource<T>, V> Attribute<T, @Nullable V> wish(String name, Type<@Nullable V> type) {
        Attribute<T, @Nullable V> attribute = new Attribute<>(name, type, (resource, viewer) -> null);
        attribute.shown = false;
        return attribute;
    }

    /** May be given in POST, and is this otherwise. */
    Attribute<T, V> post(V otherwise) {
        inPost = true;
        standard = otherwise;
        return this;
    }

    /** Must be given in POST. */
    Attribute<T, V> required() {
        inPost = true;
        required = true;
        return this;
    }

    /** May be given in PUT. */
    Attribute<T, V> put() {
        inPut = true;
        return this;
    }

    /** Only operators set it to something else than the standard. */
    Attribute<T, V> setByOperators() {
        operatorsSet = true;
        return this;
    }

    /** Shown to nobody: the path of the request says it. */
    Attribute<T, V> hidden() {
        shown = false;
        return this;
    }

    /** Only operators see it. */
    Attribute<T, V> shownToOperators() {
        operatorsSee = true;
        return this;
    }

    /** Lists are filtered by it; the kind's table must have a column for it. */
    Attribute<T, V> filter() {
        filtered = true;
        return this;
    }

    /** Lists are filtered and sorted by it; the kind's table must have a column for it. */
    Attribute<T, V> list() {
        filtered = true;
        sorted = true;
        return this;
    }

    String name() {
        return name;
    }

    Type<V> type() {
        return type;
    }

    boolean inPost() {
        return inPost;
    }

    boolean inPut() {
        return inPut;
    }

    boolean isRequired() {
        return required;
    }

    @Nullable
    V standard() {
        return standard;
    }

    boolean operatorsSet() {
        return operatorsSet;
    }

    boolean filtered() {
        return filtered;
    }

    boolean sorted() {
        return sorted;
    }

    boolean shownTo(Viewer viewer) {
        return shown && (viewer.operator() || !operatorsSee);
    }

    /** The domain's value. */
    V value(T resource, Viewer viewer) {
        return reader.apply(resource, viewer);
    }

    /** The value as JSON has it. */
    @Nullable
    Object view(T resource, Viewer viewer) {
        return type.show(reader.apply(resource, viewer));
    }
}
