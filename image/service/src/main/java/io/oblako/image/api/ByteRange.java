package io.oblako.image.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a file.
 *
 * @param first the first byte of it, counted from 0
 * @param length how many bytes
 */
record ByteRange(long first, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a Range header as Glance does: one range, or it is refused.
     *
     * @param size bytes of the whole file
     * @throws CloudException RANGE_NOT_SATISFIABLE
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.2">RFC 9110, Range</a>
     */
    static ByteRange read(String header, long size) {
        Matcher single = SINGLE.matcher(header.strip());
        if (header.contains(",")) {
            throw refused("Requests with multiple ranges are not supported in Glance. Ask for them one by one.");
        }
        if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            throw refused("Invalid Range header.");
        }
        if (single.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(single.group(2)), size);
            return satisfiable(size - last, last);
        }
        long first = Long.parseLong(single.group(1));
        long end = single.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(single.group(2)) + 1);
        return satisfiable(first, end - first);
    }

    private static ByteRange satisfiable(long first, long length) {
        if (length <= 0) {
            throw refused("The image has no such bytes.");
        }
        return new ByteRange(first, length);
    }

    /** The Content-Range header of an answer with this part. */
    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }

    private static CloudException refused(String message) {
        return new CloudException(CommonError.RANGE_NOT_SATISFIABLE, message);
    }
}
