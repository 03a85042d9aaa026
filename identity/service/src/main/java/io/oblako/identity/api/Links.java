package io.oblako.identity.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.page.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes links and lists as Keystone does. All addresses begin with the public URL, whatever host a request names. */
@ApplicationScoped
class Links {

    private final String base;

    Links(OblakoConfig config) {
        String url = config.identityUrl();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The public URL with /v3, without a slash at its end. */
    String base() {
        return base;
    }

    /** The same without /v3. */
    String root() {
        return base.endsWith("/v3") ? base.substring(0, base.length() - "/v3".length()) : base;
    }

    Map<String, Object> self(String path) {
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", base + path);
        return links;
    }

    /**
     * A list with its links; {@code limit} and {@code marker} of the query cut it.
     *
     * @param key the name of the list in the document
     * @param path of the list, after /v3
     */
    <T> Map<String, Object> list(
            String key, String path, UriInfo uri, List<T> rows, Function<T, Map<String, Object>> view) {
        var query = uri.getQueryParameters();
        List<Map<String, Object>> views = rows.stream().map(view).toList();
        String marker = query.getFirst("marker");
        int from = 0;
        if (marker != null && !marker.isEmpty()) {
            from = views.stream().map(row -> row.get("id")).toList().indexOf(marker) + 1;
            if (from == 0) {
                throw CloudException.badRequest("The marker is not in the list.");
            }
        }
        int to = Math.min(views.size(), from + limit(query.getFirst("limit"), views.size()));
        String next = to < views.size() && to > from
                ? Paging.next(
                        base + path, query, String.valueOf(views.get(to - 1).get("id")))
                : null;
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("next", next);
        links.put("self", base + path);
        links.put("previous", null);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(key, views.subList(from, to));
        document.put("links", links);
        if (next != null) {
            document.put("truncated", true);
        }
        return document;
    }

    private static int limit(@Nullable String text, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0) {
                return Math.min(limit, otherwise);
            }
        } catch (NumberFormatException e) {
            throw CloudException.badRequest("limit must be a whole number of 1 or more.");
        }
        throw CloudException.badRequest("limit must be a whole number of 1 or more.");
    }
}
