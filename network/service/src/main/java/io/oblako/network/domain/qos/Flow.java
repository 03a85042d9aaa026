package io.oblako.network.domain.qos;

import java.util.Locale;

/** Which packets a rule is about, from the port's point of view. */
public enum Flow {
    INGRESS,
    EGRESS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for other words */
    public static Flow of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
