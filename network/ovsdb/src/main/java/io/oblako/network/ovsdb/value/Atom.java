package io.oblako.network.ovsdb.value;

import java.util.Objects;
import java.util.UUID;

/**
 * An indivisible value of OVSDB. Atoms have a total order, by kind and then by value, so that equal sets are written
 * equally.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-5.1">RFC 7047, section 5.1</a>
 */
public sealed interface Atom extends Comparable<Atom> {

    /** A text without NUL and without half surrogate pairs, which the server would refuse. */
    record Text(String value) implements Atom {
        public Text {
            if (value.indexOf('\0') >= 0 || !wellFormed(value)) {
                throw new IllegalArgumentException("A text of OVSDB holds no NUL and no half surrogate pair");
            }
        }

        private static boolean wellFormed(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isSurrogate(c)) {
                    if (!Character.isHighSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }
    }

    /** A signed integer of 64 bits. */
    record Whole(long value) implements Atom {}

    /** A finite number. */
    record Real(double value) implements Atom {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("A real of OVSDB is finite");
            }
            value = value == 0 ? 0.0 : value;
        }
    }

    record Bool(boolean value) implements Atom {}

    /** The identifier of a row. */
    record Id(UUID value) implements Atom {
        public Id {
            Objects.requireNonNull(value);
        }
    }

    /**
     * Stands for the identifier of a row that the same transaction inserts under this name. Never comes from a server's
     * table.
     */
    record NamedId(String name) implements Atom {
        public NamedId {
            if (!isIdentifier(name)) {
                throw new IllegalArgumentException("Not a name of OVSDB (letters, digits, _): " + name);
            }
        }
    }

    /** Whether a text is an {@code <id>} of the protocol: names of locks and of rows being inserted. */
    static boolean isIdentifier(String text) {
        if (text.isEmpty() || isDigit(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isDigit(c) || isLetter(c) || c == '_');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    @Override
    default int compareTo(Atom other) {
        return switch (this) {
            case Text(String value) when other instanceof Text(String theirs) -> value.compareTo(theirs);
            case Whole(long value) when other instanceof Whole(long theirs) -> Long.compare(value, theirs);
            case Real(double value) when other instanceof Real(double theirs) -> Double.compare(value, theirs);
            case Bool(boolean value) when other instanceof Bool(boolean theirs) -> Boolean.compare(value, theirs);
            case Id(UUID value) when other instanceof Id(UUID theirs) -> value.compareTo(theirs);
            case NamedId(String name) when other instanceof NamedId(String theirs) -> name.compareTo(theirs);
            default -> Integer.compare(rank(), other.rank());
        };
    }

    private int rank() {
        return switch (this) {
            case Text _ -> 0;
            case Whole _ -> 1;
            case Real _ -> 2;
            case Bool _ -> 3;
            case Id _ -> 4;
            case NamedId _ -> 5;
        };
    }
}
