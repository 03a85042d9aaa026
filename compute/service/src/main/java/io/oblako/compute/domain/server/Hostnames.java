package io.oblako.compute.domain.server;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** Host names from names, as Nova makes them: a DNS label. */
public final class Hostnames {

    private static final int LONGEST = 63;

    private Hostnames() {}

    /** The name in lower case, with dashes for what no label may hold; {@code server-<id>} when nothing is left. */
    public static String of(String name, UUID id) {
        String label = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("[ _]", "-")
                .replaceAll("[^A-Za-z0-9.-]", "")
                .toLowerCase(Locale.ROOT)
                .replace('.', '-')
                .replaceAll("^-+", "");
        String cut = label.length() > LONGEST ? label.substring(0, LONGEST) : label;
        String trimmed = cut.replaceAll("-+$", "");
        return trimmed.isEmpty() ? "server-" + id : trimmed;
    }
}
