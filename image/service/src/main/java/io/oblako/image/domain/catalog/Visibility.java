package io.oblako.image.domain.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Who besides the owner sees an image.
 *
 * @see <a href="https://docs.openstack.org/api-ref/image/v2/#image-visibility">Glance: image visibility</a>
 */
public enum Visibility {
    /** Nobody. */
    PRIVATE,
    /** Its members. The default. */
    SHARED,
    /** Everybody who asks for it; it is in nobody else's default list. */
    COMMUNITY,
    /** Everybody. Only operators make images public. */
    PUBLIC;

    /** The word in the API and in facts. */
    public String glanceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Visibility> ofGlanceName(String name) {
        return Arrays.stream(values())
                .filter(visibility -> visibility.glanceName().equals(name))
                .findFirst();
    }
}
