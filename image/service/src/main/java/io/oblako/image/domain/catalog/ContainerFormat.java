package io.oblako.image.domain.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a disk image is wrapped in. Glance knows more; what cannot be inspected is refused by absence. */
public enum ContainerFormat {
    /** In nothing: the file is the disk. */
    BARE,
    /** In a tar archive with an OVF descriptor. */
    OVA;

    public String glanceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ContainerFormat> ofGlanceName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.glanceName().equals(name))
                .findFirst();
    }
}
