package io.oblako.compute.api.view;

import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * Links of documents. They start with the configured public address, never with what a request's Host header says
 * (security row API-10).
 *
 * @param versioned public URL with the version, without a slash at its end
 * @param bare the same without the version: bookmarks outlive versions
 */
public record Links(String versioned, String bare) {

    private static final String VERSION = "/v2.1";

    public static Links of(String computeUrl) {
        String url = computeUrl.endsWith("/") ? computeUrl.substring(0, computeUrl.length() - 1) : computeUrl;
        String bare = url.endsWith(VERSION) ? url.substring(0, url.length() - VERSION.length()) : url;
        return new Links(bare + VERSION, bare);
    }

    /** Writes the two links of a thing. */
    public void both(JsonOut out, String collection, String id) {
        String path = '/' + collection + '/' + id;
        out.objects(
                "links",
                List.of("self", "bookmark"),
                (link, rel) -> link.text("rel", rel).text("href", (rel.equals("self") ? versioned : bare) + path));
    }

    /** Writes only the bookmark, for things shown inside others. */
    public void bookmark(JsonOut out, String collection, String id) {
        out.objects(
                "links",
                List.of("bookmark"),
                (link, rel) -> link.text("rel", rel).text("href", bare + '/' + collection + '/' + id));
    }

    /** The id that the location of something made ends in. */
    public static UUID id(URI location) {
        String path = location.getPath();
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Writes the link to the next page, for example under {@code servers_links}. */
    public static void next(JsonOut out, String collection, String href) {
        out.objects(
                collection + "_links",
                List.of(href),
                (link, url) -> link.text("rel", "next").text("href", url));
    }
}
