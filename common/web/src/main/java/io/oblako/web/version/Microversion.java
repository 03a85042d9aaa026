package io.oblako.web.version;

import io.oblako.kernel.error.CloudException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A microversion, major.minor.
 *
 * @see <a href="https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html">Microversion
 *     specification</a>
 */
public record Microversion(int major, int minor) implements Comparable<Microversion> {

    private static final Pattern SPELLING = Pattern.compile("([1-9]\\d{0,2})\\.(0|[1-9]\\d{0,3})");

    /** @throws CloudException INVALID_REQUEST when the text is no version */
    public static Microversion parse(String text) {
        Matcher matcher = SPELLING.matcher(text);
        if (!matcher.matches()) {
            throw CloudException.badRequest(
                    "API Version String is of invalid format. Must be of format MajorNum.MinorNum.");
        }
        return new Microversion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    public boolean atLeast(int otherMajor, int otherMinor) {
        return compareTo(new Microversion(otherMajor, otherMinor)) >= 0;
    }

    public boolean before(int otherMajor, int otherMinor) {
        return !atLeast(otherMajor, otherMinor);
    }

    @Override
    public int compareTo(Microversion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
