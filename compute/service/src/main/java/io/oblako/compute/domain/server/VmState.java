package io.oblako.compute.domain.server;

import java.util.Locale;

/** What a server is when nobody works on it (Nova's vm_state). */
public enum VmState {
    BUILDING,
    ACTIVE,
    PAUSED,
    SUSPENDED,
    STOPPED,
    /** Nova's RESIZED: runs with the new flavor until the tenant confirms or reverts. */
    RESIZED,
    ERROR,
    DELETED;

    /** Nova's word, for example {@code active}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
