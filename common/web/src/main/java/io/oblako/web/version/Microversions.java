package io.oblako.web.version;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import org.jspecify.annotations.Nullable;

/**
 * Which microversions a service speaks. A service that has them offers one as a CDI bean; the filters do the rest.
 *
 * @param service the word in the header, for example {@code compute}
 * @param legacyHeader an older header that means the same, for example {@code X-OpenStack-Nova-API-Version}
 */
public record Microversions(String service, @Nullable String legacyHeader, Microversion min, Microversion max) {

    public static final String HEADER = "OpenStack-API-Version";

    /**
     * The version a request is answered in: the one asked for, the newest for {@code latest}, the oldest when none is
     * asked for. The new header wins over the legacy one.
     *
     * @param header value of {@link #HEADER}: a list such as {@code compute 2.90, volume 3.1}
     * @throws CloudException INVALID_REQUEST for a malformed version, NOT_ACCEPTABLE for one that is not offered
     */
    public Microversion negotiate(@Nullable String header, @Nullable String legacy) {
        String asked = header == null ? null : versionFor(header);
        if (asked == null && legacy != null) {
            asked = legacy.strip();
        }
        if (asked == null) {
            return min;
        }
        if (asked.equals("latest")) {
            return max;
        }
        Microversion version = Microversion.parse(asked);
        if (version.compareTo(min) < 0 || version.compareTo(max) > 0) {
            throw new CloudException(
                    CommonError.NOT_ACCEPTABLE,
                    "Version %s is not supported by the API. Minimum is %s and maximum is %s."
                            .formatted(version, min, max));
        }
        return version;
    }

    private @Nullable String versionFor(String header) {
        for (String one : header.split(",", -1)) {
            String[] words = one.strip().split("\\s+", -1);
            if (words.length == 2 && words[0].equals(service)) {
                return words[1];
            }
        }
        return null;
    }
}
