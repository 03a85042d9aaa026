package io.oblako.identity.api;

import io.oblako.identity.domain.project.TextMatch;
import io.oblako.kernel.error.CloudException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the filters of a list from its query. Unknown ones are ignored, as Keystone does. */
record Filters(MultivaluedMap<String, String> query) {

    private static final int MAX_VALUES = 80;

    @Nullable
    String text(String name) {
        String value = query.getFirst(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Present and not 0 or false: a bare {@code ?effective} counts as true. */
    boolean flag(String name) {
        if (!query.containsKey(name)) {
            return false;
        }
        String value = query.getFirst(name);
        return value == null || !(value.equals("0") || value.equalsIgnoreCase("false"));
    }

    @Nullable
    Boolean optionalFlag(String name) {
        return text(name) == null ? null : Boolean.valueOf(flag(name));
    }

    List<String> values(String name) {
        String value = text(name);
        if (value == null) {
            return List.of();
        }
        List<String> values = Arrays.asList(value.split(",", -1));
        if (values.size() > MAX_VALUES) {
            throw CloudException.badRequest("%s has at most %d values.".formatted(name, MAX_VALUES));
        }
        return values;
    }

    /** {@code name=x} and the inexact ones, {@code name__contains=x}. */
    List<TextMatch> matches(String name) {
        List<TextMatch> matches = new ArrayList<>();
        String exact = text(name);
        if (exact != null) {
            matches.add(new TextMatch(TextMatch.Kind.EQUALS, exact));
        }
        for (TextMatch.Kind kind : TextMatch.Kind.values()) {
            String value = text(name + "__" + kind.name().toLowerCase(Locale.ROOT));
            if (value != null) {
                matches.add(new TextMatch(kind, value));
            }
        }
        return matches;
    }
}
