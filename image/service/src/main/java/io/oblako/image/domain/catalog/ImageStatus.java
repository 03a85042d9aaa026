package io.oblako.image.domain.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an image stands in its life. Of Glance's words those that can occur here; a deleted image has no row.
 *
 * @see <a href="https://docs.openstack.org/glance/latest/user/statuses.html">Glance: image statuses</a>
 */
public enum ImageStatus {
    /** Registered; no bytes yet. */
    QUEUED,
    /** Bytes are coming in. */
    SAVING,
    /** All bytes are stored, inspected and never change again. */
    ACTIVE,
    /** The bytes were refused. Nothing is stored; the image can only be deleted. */
    KILLED,
    /** Active, but its bytes are withheld from all but operators. */
    DEACTIVATED;

    /** The word in the API and in facts. */
    public String glanceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ImageStatus> ofGlanceName(String name) {
        return Arrays.stream(values())
                .filter(status -> status.glanceName().equals(name))
                .findFirst();
    }
}
