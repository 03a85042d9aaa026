package io.oblako.compute.node.metadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a guest asks for. Nothing in it says who asks: of the header lines only those are looked at that announce a body,
 * which nobody may send (security rows CMP-07, CMP-08). Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112: HTTP/1.1</a>
 */
sealed interface MetadataRequest {

    /** Bytes up to the empty line, at most. */
    int MAX_HEAD = 8 * 1024;

    int MAX_LINES = 64;

    /**
     * Something to be read.
     *
     * @param path its words; none for the root
     * @param body whether the content is wanted and not only its length
     */
    record Read(List<String> path, boolean body) implements MetadataRequest {}

    /** @param status 400 for what is no request to an origin, 404 for what is never there */
    record Refused(int status, String reason) implements MetadataRequest {}

    Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([!-~]{1,2048}) HTTP/1\\.[01]");
    Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*");
    Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    /** @param head all bytes before the empty line, at most {@link #MAX_HEAD} */
    static MetadataRequest of(byte[] head) {
        String[] lines = new String(head, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        if (lines.length > MAX_LINES) {
            return new Refused(400, "A request has at most %d lines".formatted(MAX_LINES));
        }
        Matcher line = LINE.matcher(lines[0]);
        if (!line.matches()) {
            return new Refused(400, "This is no request of HTTP/1.1");
        }
        for (int i = 1; i < lines.length; i++) {
            Matcher header = HEADER.matcher(lines[i]);
            if (!header.matches()) {
                return new Refused(400, "A header line is malformed");
            }
            if (announcesBody(header.group(1).toLowerCase(Locale.ROOT), header.group(2))) {
                return new Refused(400, "No request has a body here");
            }
        }
        return target(line.group(1), line.group(2));
    }

    private static boolean announcesBody(String name, String value) {
        return name.equals("transfer-encoding") || (name.equals("content-length") && !value.equals("0"));
    }

    private static MetadataRequest target(String method, String target) {
        if (!target.startsWith("/") || target.startsWith("//")) {
            return new Refused(400, "Ask for a path: nothing is forwarded from here");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Refused(404, "Only GET is known here");
        }
        int query = target.indexOf('?');
        List<String> path = new ArrayList<>();
        for (String word : (query < 0 ? target : target.substring(0, query)).split("/", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (!WORD.matcher(word).matches() || word.equals(".") || word.equals("..")) {
                return new Refused(400, "A path has letters, digits, hyphens, underscores and dots");
            }
            path.add(word);
        }
        return new Read(List.copyOf(path), method.equals("GET"));
    }
}
