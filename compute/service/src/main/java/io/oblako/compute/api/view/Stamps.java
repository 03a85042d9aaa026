package io.oblako.compute.api.view;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as Nova spells them; all are UTC. */
public final class Stamps {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Stamps() {}

    /** {@code 2026-11-22T20:51:36Z}. */
    public static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-11-22T20:51:36.000000}: the form of fields that Nova takes from its database as they are. */
    public static String micros(Instant at) {
        return MICROS.format(at);
    }

    public static @Nullable String microsOrNull(@Nullable Instant at) {
        return at == null ? null : micros(at);
    }

    /** Reads ISO 8601 with or without zone, time or colon; without a zone it is UTC. Empty when it is none of these. */
    public static Optional<Instant> parse(String text) {
        String spelled = text.strip().replace(' ', 'T');
        try {
            return Optional.of(OffsetDateTime.parse(spelled).toInstant());
        } catch (DateTimeParseException withoutZone) {
            return parseLocal(spelled);
        }
    }

    private static Optional<Instant> parseLocal(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException withoutTime) {
            return parseDate(text);
        }
    }

    private static Optional<Instant> parseDate(String text) {
        try {
            return Optional.of(
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
