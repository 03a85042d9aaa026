package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of value that several requests share, as Nova defines them. */
public final class Types {

    public static final int LONGEST_NAME = 255;
    /** Characters of base64, as Nova limits user data. */
    public static final int LONGEST_USER_DATA = 65_535;
    /** Microversion 2.26: tags of one server. */
    public static final int MOST_TAGS = 50;

    private static final Set<String> TRUE = Set.of("True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes");
    private static final Set<String> FALSE =
            Set.of("False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no");
    private static final Pattern UUID_SPELLING =
            Pattern.compile("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");

    /** Printable characters that neither begin nor end with white space. */
    public static final Text NAME = new Text(
            1,
            LONGEST_NAME,
            name -> printable(name) && !blankAtAnEnd(name),
            "does not match: printable characters. Can not start or end with whitespace.");

    public static final Text DESCRIPTION =
            new Text(0, LONGEST_NAME, Types::printable, "does not match: printable characters");
    public static final Schema UUID = Text.of(0, 64).format("uuid", Types::isUuid);
    /** A flavor's id: text, or a number as old clients send it. */
    public static final Schema FLAVOR_REF = Lists.textOr(Text.of(1, LONGEST_NAME), new Whole(0, Long.MAX_VALUE));

    public static final Schema IPV4 = Text.of(0, 64).format("ipv4", Addresses::isIpV4);
    public static final Schema IPV6 = Text.of(0, 64).format("ipv6", Addresses::isIpV6);
    public static final Schema DISK_CONFIG = Lists.oneOf("AUTO", "MANUAL");
    public static final Text TAG = Text.of(1, 60).matching("[^,/]*");
    /** A DNS label of two characters or more. */
    public static final Text HOSTNAME = Text.of(2, 63).matching("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?");

    public static final Text HOST = Text.of(1, LONGEST_NAME).matching("[a-zA-Z0-9-._]*");
    public static final Text PROJECT = Text.of(1, 64).matching("[a-zA-Z0-9_-]*");
    public static final Text METADATA_KEY = Text.of(1, LONGEST_NAME).matching("[a-zA-Z0-9-_:. ]*");
    public static final Schema METADATA = Lists.map(METADATA_KEY, Text.of(0, LONGEST_NAME));
    public static final Schema USER_DATA = Text.of(0, LONGEST_USER_DATA).format("base64", Types::isBase64);
    public static final Whole POSITIVE = new Whole(1, Whole.MAX_INT);
    public static final Whole NOT_NEGATIVE = new Whole(0, Whole.MAX_INT);
    /** True, false, or one of Nova's words for them. */
    public static final Schema BOOLEAN = Types::checkBoolean;

    private Types() {}

    private static void checkBoolean(String field, JsonNode value, int minor) {
        boolean word = value.isTextual() && (TRUE.contains(value.textValue()) || FALSE.contains(value.textValue()));
        if (!value.isBoolean() && !word) {
            throw Refusal.of(
                    field,
                    value,
                    ("%s is not one of [True, 'True', 'true', '1', 'on', 'yes', False, 'False', 'false', '0', 'off',"
                                    + " 'no']")
                            .formatted(Refusal.quoted(value)));
        }
    }

    /** Whether a word stands for true; only for values that {@link #BOOLEAN} has passed. */
    public static boolean isTrue(String word) {
        return TRUE.contains(word);
    }

    public static boolean isBooleanWord(String word) {
        return TRUE.contains(word) || FALSE.contains(word);
    }

    public static boolean isUuid(String text) {
        return UUID_SPELLING.matcher(text).matches();
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getMimeDecoder().decode(text);
            return text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+/=\r\n".indexOf(c) >= 0));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Neither control nor format characters nor unassigned ones: Nova's "printable". */
    public static boolean printable(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        });
    }

    private static boolean blankAtAnEnd(String text) {
        return Character.isSpaceChar(text.codePointAt(0)) || Character.isSpaceChar(text.codePointBefore(text.length()));
    }
}
