package io.oblako.web.page;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code limit}, {@code marker} and the order from a query, in both spellings of OpenStack ({@code sort_key} and
 * {@code sort_dir}; {@code sort=name:asc,id:desc}), and writes the link to the next page. Keys that the list does not
 * allow are refused, so no text of a caller ever reaches a query (security row API-05).
 *
 * @param keys what the list can be sorted by
 * @param defaultSort the order when none is asked for
 * @param defaultLimit rows per page when none is asked for
 * @param maximum most rows per page; a larger limit is lowered to it
 */
public record Paging(Set<String> keys, List<Sort> defaultSort, int defaultLimit, int maximum) {

    private static final int MAX_SORT_KEYS = 8;

    public Paging {
        keys = Set.copyOf(keys);
        defaultSort = List.copyOf(defaultSort);
    }

    /** @throws CloudException INVALID_REQUEST for a limit that is no natural number or a key that is not allowed */
    public PageRequest read(MultivaluedMap<String, String> query) {
        return new PageRequest(limit(query.getFirst("limit")), blankAsAbsent(query.getFirst("marker")), sort(query));
    }

    private int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return defaultLimit;
        }
        int asked;
        try {
            asked = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CloudException.badRequest("limit must be a whole number of 0 or more.");
        }
        if (asked < 0) {
            throw CloudException.badRequest("limit must be a whole number of 0 or more.");
        }
        return asked == 0 ? maximum : Math.min(asked, maximum);
    }

    private List<Sort> sort(MultivaluedMap<String, String> query) {
        List<Sort> sort = new ArrayList<>();
        String combined = query.getFirst("sort");
        if (combined != null && !combined.isEmpty()) {
            for (String part : combined.split(",", MAX_SORT_KEYS + 1)) {
                int colon = part.indexOf(':');
                String key = colon < 0 ? part : part.substring(0, colon);
                sort.add(new Sort(known(key), ascending(colon < 0 ? null : part.substring(colon + 1))));
            }
        }
        List<String> sortKeys = query.getOrDefault("sort_key", List.of());
        List<String> directions = query.getOrDefault("sort_dir", List.of());
        for (int i = 0; i < sortKeys.size(); i++) {
            String direction = directions.isEmpty() ? null : directions.get(Math.min(i, directions.size() - 1));
            sort.add(new Sort(known(sortKeys.get(i)), ascending(direction)));
        }
        if (sort.size() > MAX_SORT_KEYS) {
            throw CloudException.badRequest("A list is sorted by at most " + MAX_SORT_KEYS + " keys.");
        }
        return sort.isEmpty() ? defaultSort : sort;
    }

    private String known(String key) {
        if (!keys.contains(key)) {
            throw CloudException.badRequest("The list cannot be sorted by that key. It can be by: "
                    + String.join(", ", keys.stream().sorted().toList()) + '.');
        }
        return key;
    }

    private static boolean ascending(@Nullable String direction) {
        if (direction == null || direction.isEmpty()) {
            return false;
        }
        return switch (direction) {
            case "asc" -> true;
            case "desc" -> false;
            default -> throw CloudException.badRequest("A sort direction is asc or desc.");
        };
    }

    private static @Nullable String blankAsAbsent(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * The link to the page that follows: the same query with another marker.
     *
     * @param base where the list lives, for example {@code http://cloud:8774/v2.1/servers}
     */
    public static String next(String base, MultivaluedMap<String, String> query, String lastId) {
        StringJoiner link = new StringJoiner("&", base + '?', "");
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            if (!parameter.getKey().equals("marker")) {
                parameter.getValue().forEach(value -> link.add(encode(parameter.getKey()) + '=' + encode(value)));
            }
        }
        return link.add("marker=" + encode(lastId)).toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
