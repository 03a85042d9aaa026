package io.oblako.kernel.id;

import java.util.UUID;
import java.util.regex.Pattern;

/** Checks and spellings that the id types share. */
public final class Ids {

    private static final Pattern IDENTITY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Ids() {}

    /**
     * Rejects what can never be an id of the identity service (Keystone ids: 32 hex digits, or words such as
     * {@code default}).
     *
     * @throws IllegalArgumentException with the kind of id in its message, never with the value: it is a caller's input
     */
    static String identity(String kind, String value) {
        if (!IDENTITY_ID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Not a " + kind + " id: 1 to 64 of letters, digits, - and _ are expected");
        }
        return value;
    }

    /** A random id in the spelling of Keystone: 32 lower-case hex digits. */
    public static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    /**
     * The UUID that 32 hex digits spell, with or without dashes.
     *
     * @throws IllegalArgumentException when the text is no UUID in either spelling
     */
    public static UUID uuid(String text) {
        if (text.length() == 32) {
            return UUID.fromString(text.substring(0, 8)
                    + '-'
                    + text.substring(8, 12)
                    + '-'
                    + text.substring(12, 16)
                    + '-'
                    + text.substring(16, 20)
                    + '-'
                    + text.substring(20));
        }
        if (text.length() == 36) {
            return UUID.fromString(text);
        }
        throw new IllegalArgumentException("Not a UUID: 32 hex digits are expected");
    }
}
