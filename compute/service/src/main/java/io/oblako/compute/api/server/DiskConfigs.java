package io.oblako.compute.api.server;

import io.oblako.compute.api.schema.Body;
import org.jspecify.annotations.Nullable;

/** The words of {@code OS-DCF:diskConfig}. */
final class DiskConfigs {

    static final String FIELD = "OS-DCF:diskConfig";

    private static final String AUTO = "AUTO";

    private DiskConfigs() {}

    /** Whether AUTO is asked for; absent when the body does not say. */
    static @Nullable Boolean read(Body body) {
        String word = body.textOrNull(FIELD);
        return word == null ? null : word.equals(AUTO);
    }

    static String word(boolean auto) {
        return auto ? AUTO : "MANUAL";
    }
}
