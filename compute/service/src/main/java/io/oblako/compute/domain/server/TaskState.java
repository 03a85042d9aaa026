package io.oblako.compute.domain.server;

import java.util.Locale;

/** What is being done to a server (Nova's task_state). */
public enum TaskState {
    SCHEDULING,
    SPAWNING,
    POWERING_ON,
    POWERING_OFF,
    REBOOTING,
    REBOOTING_HARD,
    PAUSING,
    UNPAUSING,
    SUSPENDING,
    RESUMING,
    REBUILDING,
    IMAGE_SNAPSHOT,
    RESIZE_PREP,
    RESIZE_REVERTING,
    DELETING;

    /** Nova's word, for example {@code powering-off} and {@code image_snapshot}. */
    public String word() {
        return switch (this) {
            case POWERING_ON -> "powering-on";
            case POWERING_OFF -> "powering-off";
            case REBOOTING_HARD -> "rebooting_hard";
            case IMAGE_SNAPSHOT -> "image_snapshot";
            case RESIZE_PREP -> "resize_prep";
            case RESIZE_REVERTING -> "resize_reverting";
            case SCHEDULING, SPAWNING, REBOOTING, PAUSING, UNPAUSING, SUSPENDING, RESUMING, REBUILDING, DELETING ->
                name().toLowerCase(Locale.ROOT);
        };
    }
}
