package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Sort;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Query.Condition;
import io.oblako.network.domain.Query.Tags;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a list's query says: filters, tags, order, page, fields. Names that the attribute table does not know are
 * refused, so no text of a caller ever becomes part of a statement (security row API-05).
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#filtering-and-column-selection">Networking API:
 *     filtering</a>
 */
final class ListReader<T extends Resource<T>> {

    private static final Set<String> RESERVED = Set.of(
            "fields",
            "limit",
            "marker",
            "page_reverse",
            "sort_key",
            "sort_dir",
            "tags",
            "tags-any",
            "not-tags",
            "not-tags-any");
    private static final int MOST_VALUES = 1_000;
    private static final int MOST_SORT_KEYS = 8;

    private final Attributes<T> attributes;
    private final Map<String, PartsFilter> partsFilters;

    /** Filters written {@code name=part=value}: a part of a list's things, to a condition of the table. */
    record PartsFilter(Map<String, Part> parts, @Nullable Part alone) {}

    /** @param type of the values; what is none of it is found nowhere */
    record Part(String condition, Type<?> type) {}

    ListReader(Attributes<T> attributes, Map<String, PartsFilter> partsFilters) {
        this.attributes = attributes;
        this.partsFilters = Map.copyOf(partsFilters);
    }

    /** The names asked for by {@code fields}; empty for all. */
    static Set<String> fields(MultivaluedMap<String, String> parameters) {
        Set<String> fields = new HashSet<>(parameters.getOrDefault("fields", List.of()));
        fields.remove("");
        return fields;
    }

    Query read(MultivaluedMap<String, String> parameters, Viewer viewer) {
        List<Condition> conditions = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (RESERVED.contains(name)) {
                return;
            }
            if (values.size() > MOST_VALUES) {
                throw CloudException.badRequest("A filter has at most %d values.".formatted(MOST_VALUES));
            }
            List<Condition> read = filter(name, values, viewer);
            if (read.isEmpty()) {
                unknown.add(name.length() > 64 ? name.substring(0, 64) : name);
            }
            conditions.addAll(read);
        });
        if (!unknown.isEmpty()) {
            throw CloudException.badRequest("%s is invalid attribute for filtering".formatted(unknown));
        }
        return new Query(
                viewer,
                conditions,
                new Tags(
                        tags(parameters, "tags"),
                        tags(parameters, "tags-any"),
                        tags(parameters, "not-tags"),
                        tags(parameters, "not-tags-any")),
                sort(parameters),
                limit(parameters),
                marker(parameters),
                flag(parameters.getFirst("page_reverse")));
    }

    /** Several values of one name are alternatives. */
    private List<Condition> filter(String given, List<String> values, Viewer viewer) {
        String name = given.equals("tenant_id") ? "project_id" : given;
        PartsFilter parts = partsFilters.get(name);
        if (parts != null) {
            return partsFilter(parts, values);
        }
        Attribute<T, ?> attribute = attributes.line(name);
        if (attribute == null || !attribute.filtered() || !attribute.shownTo(viewer)) {
            return List.of();
        }
        List<String> known = values.stream()
                .flatMap(value -> attribute.type().filter(value).stream())
                .toList();
        return List.of(new Condition(name, known));
    }

    private static List<Condition> partsFilter(PartsFilter filter, List<String> values) {
        Map<String, List<String>> byCondition = new java.util.TreeMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            Part part = equals < 0 ? filter.alone : filter.parts.get(value.substring(0, equals));
            if (part == null) {
                throw CloudException.badRequest("A filter by parts is one of: "
                        + String.join(
                                ", ", filter.parts.keySet().stream().sorted().toList()));
            }
            List<String> wanted = byCondition.computeIfAbsent(part.condition, _ -> new ArrayList<>());
            part.type.filter(value.substring(equals + 1)).ifPresent(wanted::add);
        }
        List<Condition> conditions = new ArrayList<>();
        byCondition.forEach((condition, wanted) -> conditions.add(new Condition(condition, wanted)));
        return conditions;
    }

    private static List<String> tags(MultivaluedMap<String, String> parameters, String name) {
        List<String> tags = new ArrayList<>();
        for (String value : parameters.getOrDefault(name, List.of())) {
            Arrays.stream(value.split(",")).filter(tag -> !tag.isEmpty()).forEach(tags::add);
        }
        return tags;
    }

    private List<Sort> sort(MultivaluedMap<String, String> parameters) {
        List<String> keys = parameters.getOrDefault("sort_key", List.of());
        List<String> directions = parameters.getOrDefault("sort_dir", List.of());
        if (keys.size() > MOST_SORT_KEYS) {
            throw CloudException.badRequest("A list is sorted by at most %d keys.".formatted(MOST_SORT_KEYS));
        }
        if (!directions.isEmpty() && directions.size() != keys.size()) {
            throw CloudException.badRequest("The number of sort_keys and sort_dirs must be same");
        }
        List<Sort> sort = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i).equals("tenant_id") ? "project_id" : keys.get(i);
            Attribute<T, ?> attribute = attributes.line(key);
            if (attribute == null || !attribute.sorted()) {
                throw CloudException.badRequest("'%s' is invalid attribute for sort_key"
                        .formatted(key.length() > 64 ? key.substring(0, 64) : key));
            }
            sort.add(new Sort(key, directions.isEmpty() || ascending(directions.get(i))));
        }
        return sort;
    }

    private static boolean ascending(String direction) {
        return switch (direction) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw CloudException.badRequest("sort_dir must be one of: asc, desc");
        };
    }

    private static int limit(MultivaluedMap<String, String> parameters) {
        String limit = parameters.getFirst("limit");
        if (limit == null || limit.isEmpty()) {
            return Query.MOST;
        }
        if (!limit.matches("\\d{1,9}")) {
            throw CloudException.badRequest("Limit must be an integer 0 or greater and not '%s'"
                    .formatted(limit.length() > 64 ? limit.substring(0, 64) : limit));
        }
        int asked = Integer.parseInt(limit);
        return asked == 0 ? Query.MOST : Math.min(asked, Query.MOST);
    }

    private static @Nullable UUID marker(MultivaluedMap<String, String> parameters) {
        String marker = parameters.getFirst("marker");
        if (marker == null || marker.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(marker);
        } catch (IllegalArgumentException e) {
            throw CloudException.badRequest("The marker is the id of the last thing on the page before.");
        }
    }

    private static boolean flag(@Nullable String text) {
        return text != null && text.equalsIgnoreCase("true");
    }
}
