package io.oblako.identity.api;

import io.oblako.kernel.error.CloudException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as Keystone spells them, to the microsecond, in UTC. */
final class Times {

    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Times() {}

    /** As in tokens, with a Z. */
    static String zoned(Instant moment) {
        return PLAIN.format(moment) + 'Z';
    }

    /** As in application credentials, without a zone. */
    static String plain(Instant moment) {
        return PLAIN.format(moment);
    }

    /** A moment with a zone, or without one and then in UTC. */
    static Instant read(String field, String text) {
        try {
            return text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new CloudException(
                    io.oblako.kernel.error.CommonError.INVALID_REQUEST,
                    "Invalid input for field '%s': a moment such as 2030-01-31T12:00:00.000000 is expected."
                            .formatted(field),
                    e);
        }
    }
}
