package io.oblako.kernel.request;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Paths that two parsers could read differently. Whoever routes and whoever authorises must see the same thing, so such a
 * path is no path at all: nothing of ours needs one (security rows API-09, ID-07).
 */
public final class RequestPath {

    private static final Pattern AMBIGUOUS = Pattern.compile("//|/\\.{1,2}(/|$)|[;\\\\]|%2f|%5c|%2e|%3b|%00|%25");

    private RequestPath() {}

    /**
     * Whether the path has an empty or dotted segment, a matrix parameter, a backslash, or hides one of them (or a percent
     * sign or NUL) behind an escape.
     *
     * @param path as it was sent, undecoded, without the query
     */
    public static boolean ambiguous(String path) {
        return AMBIGUOUS.matcher(path.toLowerCase(Locale.ROOT)).find();
    }
}
