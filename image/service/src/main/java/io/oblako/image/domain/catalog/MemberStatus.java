package io.oblako.image.domain.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a project wants an image that is shared with it in its list. */
public enum MemberStatus {
    PENDING,
    ACCEPTED,
    REJECTED;

    public String glanceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MemberStatus> ofGlanceName(String name) {
        return Arrays.stream(values())
                .filter(status -> status.glanceName().equals(name))
                .findFirst();
    }
}
