package io.oblako.compute.api.view;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as Nova spells them; all are UTC, of the years 0 to 9999. */
public final class Stamps {

    private static final int SECONDS_CHARS = "2026-11-22T20:51:36".length();
    private static final int MICROS_CHARS = "2026-11-22T20:51:36.000000".length();
    private static final int NANOS_PER_MICRO = 1000;

    private Stamps() {}

    /** {@code 2026-11-22T20:51:36Z}. */
    public static String seconds(Instant at) {
        byte[] text = new byte[SECONDS_CHARS + 1];
        writeSeconds(text, at);
        text[SECONDS_CHARS] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** {@code 2026-11-22T20:51:36.000000}: the form of fields that Nova takes from its database as they are. */
    public static String micros(Instant at) {
        byte[] text = new byte[MICROS_CHARS];
        writeSeconds(text, at);
        text[SECONDS_CHARS] = '.';
        digits(text, MICROS_CHARS, 6, at.getNano() / NANOS_PER_MICRO);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Digit by digit: a list of servers has hundreds of stamps, and the formatters of Java take a microsecond for each. */
    private static void writeSeconds(byte[] text, Instant at) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        digits(text, 4, 4, utc.getYear());
        text[4] = '-';
        digits(text, 7, 2, utc.getMonthValue());
        text[7] = '-';
        digits(text, 10, 2, utc.getDayOfMonth());
        text[10] = 'T';
        digits(text, 13, 2, utc.getHour());
        text[13] = ':';
        digits(text, 16, 2, utc.getMinute());
        text[16] = ':';
        digits(text, SECONDS_CHARS, 2, utc.getSecond());
    }

    /** Writes the last digits of a number that is not negative so that they end before a position. */
    private static void digits(byte[] text, int end, int count, int number) {
        int rest = number;
        for (int i = end - 1; i >= end - count; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
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
