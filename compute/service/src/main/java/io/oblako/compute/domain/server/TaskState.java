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
    ATTACHING_INTERFACE,
    DETACHING_INTERFACE,
    RESIZE_PREP,
    RESIZE_REVERTING,
    DELETING;

    /** Whether the guest goes on as it is while this is done. */
    public boolean besideTheGuest() {
        return this == IMAGE_SNAPSHOT || this == ATTACHING_INTERFACE || this == DETACHING_INTERFACE;
    }

    /** Nova's word, for example {@code powering-off} and {@code image_snapshot}. */
    public String word() {
        return switch (this) {
            case POWERING_ON -> "powering-on";
            case POWERING_OFF -> "powering-off";
            case REBOOTING_HARD -> "rebooting_hard";
            case IMAGE_SNAPSHOT -> "image_snapshot";
            case ATTACHING_INTERFACE -> "attaching_interface";
            case DETACHING_INTERFACE -> "detaching_interface";
            case RESIZE_PREP -> "resize_prep";
            case RESIZE_REVERTING -> "resize_reverting";
            case SCHEDULING, SPAWNING, REBOOTING, PAUSING, UNPAUSING, SUSPENDING, RESUMING, REBUILDING, DELETING ->
                name().toLowerCase(Locale.ROOT);
        };
    }
}
