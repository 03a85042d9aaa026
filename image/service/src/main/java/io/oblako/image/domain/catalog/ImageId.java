package io.oblako.image.domain.catalog;

import java.util.Optional;
import java.util.UUID;

/** The id of an image: a UUID, spelled with dashes and in lower case. */
public record ImageId(UUID value) {

    private static final int CHARS = 36;

    public static ImageId of(UUID value) {
        return new ImageId(value);
    }

    /** The id that a caller's text spells; empty for anything else, so that a name asked for as an id is just not found. */
    public static Optional<ImageId> parse(String text) {
        if (text.length() != CHARS) {
            return Optional.empty();
        }
        try {
            UUID value = UUID.fromString(text);
            return value.toString().equalsIgnoreCase(text) ? Optional.of(new ImageId(value)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
